import type { Dirent, Stats } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { HeadgateError, type Skip } from "@headgate/contract";
import { skipAt } from "../read/read-skip.ts";
import type { Unopened } from "./broken-bills.ts";

/** A file to be read. */
export type FoundFile = Readonly<{
  /** Below what the user named, with `/`; with that name before it when several were named. */
  name: string;
  path: string;
  bytes: number;
  /** Named by the user itself, not only the folder that it lies in. */
  isNamed: boolean;
}>;

export type WalkResult = Readonly<{
  files: readonly FoundFile[];
  skips: readonly Skip[];
  /** Of the skips, what could not be opened. */
  unopened: readonly Unopened[];
}>;

export type WalkOptions = Readonly<{ maxFiles?: number; maxDepth?: number; signal: AbortSignal }>;

const MAX_FILES = 500_000;
const MAX_DEPTH = 64;

/**
 * The files under what a user named, in the order of their names, whatever the disk's is. In folders, hidden
 * files are left out, and links too: what they lead to inside of the folder is read at its own place, and what
 * lies outside was not asked for. Both, and what is no file, are skips.
 *
 * @throws HeadgateError `import_path_unusable` when one of the paths itself is not there or cannot be opened,
 *   or when there are more than 500,000 files below them, or folders deeper than 64
 */
export async function walkFiles(
  paths: readonly string[],
  { maxFiles = MAX_FILES, maxDepth = MAX_DEPTH, signal }: WalkOptions,
): Promise<WalkResult> {
  const files: FoundFile[] = [];
  const skips: Skip[] = [];
  const unopened: Unopened[] = [];
  const add = (file: FoundFile): void => {
    if (files.length >= maxFiles)
      throw unusable(file.path, `there are more than ${maxFiles} files`);
    files.push(file);
  };
  const leaveOut = (name: string, why: string): void => {
    skips.push(skipAt("file_unrecognised", name, why).skip);
  };
  /** What cannot be opened below what was named is left out; it does not end the import. */
  const orSkip = async <Result>(
    what: Unopened,
    asked: Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      return await asked;
    } catch (error) {
      skips.push(skipAt("file_unreadable", what.name, `Reading failed: ${codeOf(error)}.`).skip);
      unopened.push(what);
      return undefined;
    }
  };

  const walk = async (folder: string, above: string, depth: number): Promise<void> => {
    signal.throwIfAborted();
    if (depth > maxDepth) throw unusable(folder, `folders are deeper than ${maxDepth}`);
    const asked = entriesOf(folder);
    const entries =
      depth === 0
        ? await asked.catch(unusableAt(folder))
        : await orSkip({ kind: "folder", name: above, path: folder }, asked);
    for (const entry of entries ?? []) {
      const name = above === "" ? entry.name : `${above}/${entry.name}`;
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".")) leaveOut(name, "Hidden; name it to have it read.");
      else if (entry.isSymbolicLink()) leaveOut(name, "A link; name what it leads to.");
      else if (entry.isDirectory()) await walk(path, name, depth + 1);
      else if (entry.isFile()) {
        const stats = await orSkip({ kind: "file", name, path }, lstat(path));
        if (stats !== undefined) add({ name, path, bytes: stats.size, isNamed: false });
      } else leaveOut(name, "Neither a file nor a folder.");
    }
  };

  for (const path of paths) {
    const named = await statOf(path);
    const name = basename(path);
    if (named.isDirectory()) await walk(path, paths.length > 1 ? name : "", 0);
    else if (named.isFile()) add({ name, path, bytes: named.size, isNamed: true });
    else throw unusable(path, "it is neither a file nor a folder");
  }
  return { files, skips, unopened };
}

const statOf = (path: string): Promise<Stats> => stat(path).catch(unusableAt(path));

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
}

const unusableAt =
  (path: string) =>
  (error: unknown): never => {
    const code = codeOf(error);
    throw unusable(path, reasons[code] ?? code, error);
  };

/** What the codes of Node that a user meets say; others stand as they are. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "you may not read it",
};

const codeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException | undefined)?.code ?? String(error);

const unusable = (path: string, why: string, cause?: unknown): HeadgateError =>
  new HeadgateError("import_path_unusable", `${path}: ${why}.`, {}, { cause });
