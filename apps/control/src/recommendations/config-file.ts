import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type EditedConfig,
  editPolicies,
  isAllWritten,
  isStillWritten,
  PoliciesNotEditedError,
  type PolicyEdit,
  ScopeNotMatchedError,
} from "@headgate/advisor";
import { HeadgateError, parseConfig } from "@headgate/contract";
import { createInTurn } from "../in-turn.ts";

const VERSION_FILE = /^(\d+)\.after\.yaml$/;
const MODE = 0o777;

export type ConfigFileOptions = Readonly<{
  /** Undefined where the configuration does not come from a file. */
  path: string | undefined;
  /** Where each version is kept as it was before and after, readable by its owner alone. */
  versions: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Whether this is one of several nodes, each with a file of its own: one alone is not changed. */
  isOneOfSeveral?: boolean;
}>;

/**
 * The file that the configuration comes from, as changes of policies are written into it. Whoever watches the file sees
 * each change; nothing else is told of it.
 */
export type ConfigFile = Readonly<{
  /** What a change would write. @throws HeadgateError `config_not_written` where it cannot be */
  preview: (edit: PolicyEdit) => Promise<EditedConfig>;
  /** @returns the version that was written. @throws HeadgateError `config_not_written` */
  write: (edit: PolicyEdit) => Promise<number>;
  /**
   * Puts back what stood before a change, where nobody has changed the file since.
   *
   * @returns the version that was written; undefined where somebody has taken the change out already, and nothing is
   * @throws HeadgateError `config_not_written`
   */
  revert: (written: Readonly<{ version: number; edit: PolicyEdit }>) => Promise<number | undefined>;
}>;

export function createConfigFile({
  path,
  versions,
  environment,
  isOneOfSeveral = false,
}: ConfigFileOptions): ConfigFile {
  const inTurn = createInTurn();

  const known = (): string => {
    if (path !== undefined) return path;
    throw notWritten(
      "The configuration does not come from a file. Write the change into a headgate.yaml and start Headgate with it.",
    );
  };

  const replace = async (file: string, from: string, to: string): Promise<number> => {
    if (isOneOfSeveral) {
      throw notWritten(
        "this is one of several nodes, and a change of its file alone would have them act differently. Write the shown change into the headgate.yaml that all of them are given.",
      );
    }
    if ((await readFile(file, "utf8")) !== from) {
      throw notWritten(`${file} was changed a moment ago. Try again.`);
    }
    const version = await keep(versions, from, to);
    await writeWhole(file, to);
    return version;
  };

  const edited = async (edit: PolicyEdit) => {
    const file = await found(known());
    const text = await readFile(file, "utf8");
    const next = editedText(text, edit);
    // A change that could not be read would be refused by whoever watches the file.
    parseConfig(next.text, environment, file);
    return { file, text, next };
  };

  return {
    preview: async (edit) => (await edited(edit)).next,
    write: (edit) =>
      inTurn(async () => {
        const { file, text, next } = await edited(edit);
        return await replace(file, text, next.text);
      }),
    revert: ({ version, edit }) =>
      inTurn(async () => {
        const file = await found(known());
        const text = await readFile(file, "utf8");
        const kept = await keptSides(versions, version);
        if (kept !== undefined && text === kept.is) return await replace(file, kept.is, kept.was);
        if (text === kept?.was) return undefined;
        // A file that cannot be read is not what is in force.
        parseConfig(text, environment, file);
        const isIn =
          kept === undefined
            ? isAllWritten(text, editedText(text, edit).text)
            : isStillWritten(text, kept, edit);
        if (isIn) {
          throw notWritten(
            kept === undefined
              ? `version ${version} is not kept any more. Take the change out of ${file} by hand, and revert it then.`
              : `${file} was changed since version ${version}, and what was changed is not thrown away. Take the change out by hand, and revert it then.`,
          );
        }
        return undefined;
      }),
  };
}

const versionFile = (folder: string, version: number, side: string): string =>
  join(folder, `${version}.${side}.yaml`);

/** The file before a change and after; undefined where the version is not kept any more. */
async function keptSides(
  folder: string,
  version: number,
): Promise<Readonly<{ was: string; is: string }> | undefined> {
  try {
    const [was, is] = await Promise.all([
      readFile(versionFile(folder, version, "before"), "utf8"),
      readFile(versionFile(folder, version, "after"), "utf8"),
    ]);
    return { was, is };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw notWritten(`version ${version} cannot be read: ${(error as Error).message}.`, error);
  }
}

/** Keeps both sides of a change under the next number. */
async function keep(folder: string, from: string, to: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const numbers = (await readdir(folder)).map((name) => Number(VERSION_FILE.exec(name)?.[1] ?? 0));
  const version = Math.max(0, ...numbers) + 1;
  await writeFile(versionFile(folder, version, "before"), from, { mode: 0o600, flush: true });
  await writeFile(versionFile(folder, version, "after"), to, { mode: 0o600, flush: true });
  return version;
}

/** The file itself where the path is a link, so that the link stays. */
const found = async (path: string): Promise<string> =>
  realpath(path).catch((error: unknown) => {
    throw notWritten(`${path} cannot be read: ${(error as Error).message}.`, error);
  });

/** A file changes whole or not at all, and keeps its rights. */
async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  try {
    const { mode } = await stat(file);
    await writeFile(part, text, { mode: mode & MODE, flush: true });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw notWritten(`${file} cannot be written: ${(error as Error).message}.`, error);
  }
}

function editedText(text: string, edit: PolicyEdit): EditedConfig {
  try {
    return editPolicies(text, edit);
  } catch (error) {
    if (error instanceof PoliciesNotEditedError) throw notWritten(error.message, error);
    if (!(error instanceof ScopeNotMatchedError)) throw error;
    throw notWritten(`${error.message}, which a policy would take for any letters.`, error);
  }
}

const notWritten = (detail: string, cause?: unknown): HeadgateError =>
  new HeadgateError("config_not_written", detail, {}, { cause });
