import { hash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { IMPORTS_FOLDER, TAKEN_RATES_FILE } from "@headgate/pricing";

const ENDING = ".json";

/** Digests of what Headgate itself writes of prices, by the path from the price folder on; people's own files are each node's. */
export async function digestsOfSharedFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const imports = join(folder, IMPORTS_FOLDER);
  const names = await Promise.all(
    // A folder that is still being written begins with a dot.
    (await namesIn(imports))
      .filter((name) => !name.startsWith("."))
      .map(async (name) =>
        (await namesIn(join(imports, name))).map((file) => join(IMPORTS_FOLDER, name, file)),
      ),
  );
  const paths = [...names.flat(), TAKEN_RATES_FILE].filter(isShared);
  const digests = new Map<string, string>();
  for (const path of paths) {
    const text = await textOf(join(folder, path));
    if (text !== undefined) digests.set(path, digestOfFile(text));
  }
  return digests;
}

/** What comes from elsewhere must not lead out of the price folder. */
export function isShared(path: string): boolean {
  if (path === TAKEN_RATES_FILE) return true;
  const [folder, name = ".", file = ".", ...rest] = path.split("/");
  if (folder !== IMPORTS_FOLDER || rest.length > 0 || !file.endsWith(ENDING)) return false;
  return [name, file].every((part) => !part.startsWith(".") && !part.includes("\\"));
}

export const digestOfFile = (text: string): string => hash("sha256", text);

/** Writes files so that each is there whole, all of them within a moment. */
export async function writeSharedFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const parts = await Promise.all(
    [...files].map(async ([path, text]) => {
      const to = join(folder, path);
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      // Renamed without it, a power loss can leave an empty file: it would end the next start.
      await writeFile(`${to}.part`, text, { mode: 0o600, flush: true });
      return to;
    }),
  );
  for (const to of parts) await rename(`${to}.part`, to);
}

/** The folder of an import goes with its last file. */
export async function removeSharedFile(folder: string, path: string): Promise<void> {
  const file = join(folder, path);
  await rm(file, { force: true });
  if (path === TAKEN_RATES_FILE) return;
  await rmdir(dirname(file)).catch((error: unknown) => {
    if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "ENOENT") throw error;
  });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
    throw error;
  }
}

export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
