import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { HeadgateError } from "@headgate/contract";

type Environment = Readonly<Record<string, string | undefined>>;

/** The absolute data directory: `--data`, or `HEADGATE_DATA`, or `.headgate` here. */
export const dataDirectoryPath = (
  given: string | undefined,
  environment: Environment,
  fallback = ".headgate",
): string => resolve(given || environment.HEADGATE_DATA || fallback);

/**
 * Makes the data directory where it is missing, readable by its owner alone.
 * @throws HeadgateError `data_dir_unusable`
 */
export async function prepareDataDirectory(root: string): Promise<void> {
  try {
    await makeFolder(root);
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(root, error);
  }
}

/** Node's own `recursive` never returns where a parent takes no folders, such as /proc (seen in 20.20.2). */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (isCode(error, "EEXIST") && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (!isCode(error, "ENOENT") || parent === path) throw error;
    await makeFolder(parent);
    await mkdir(path, { mode: 0o700 });
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/**
 * For commands that read what is there and should not leave an empty directory behind.
 * @throws HeadgateError `data_dir_unusable`
 */
export async function existingDataDirectory(root: string): Promise<string> {
  try {
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw unusable(root, error);
  }
  throw new HeadgateError("data_dir_unusable", `${root} is not a directory.`);
}

function unusable(root: string, error: unknown): HeadgateError {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return new HeadgateError("data_dir_unusable", `${root}: ${reason}.`, {}, { cause: error });
}
