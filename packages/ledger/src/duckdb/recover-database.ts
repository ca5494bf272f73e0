import { mkdir, readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { type Database, type DatabaseOptions, openDatabase } from "./database.ts";
import { databaseFailure, messageOf } from "./database-failure.ts";
import type { LedgerProblem } from "./ledger-problem.ts";

/**
 * Opens the ledger, whatever state a crash or a bad disk left it in. A write-ahead log that cannot be
 * replayed is set aside, and the last checkpoint holds; a file that cannot be read is set aside too, and
 * a fresh one is begun. Nothing is deleted, and each such step is reported.
 *
 * @throws HeadgateError `ledger_locked` when another process has it, `data_dir_unusable` when the
 *   operating system refuses, `ledger_corrupt` when it is from a newer Headgate
 */
export async function openOrRecover(
  options: DatabaseOptions,
  onProblem: (problem: LedgerProblem) => void,
): Promise<Database> {
  const { path } = options;
  await makeDirectory(path);
  const first = await attempt(options);
  if ("database" in first) return first.database;

  const mark = `corrupt-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  const logs = await setAside(path, await logsOf(path), mark);
  if (logs.length > 0) {
    const second = await attempt(options);
    if ("database" in second) {
      onProblem({
        code: "ledger_corrupt",
        message: `The write-ahead log of ${path} could not be replayed: ${first.damage} It was moved to ${logs.join(", ")}; the ledger holds what its last checkpoint held, and the spool is loaded again from there.`,
      });
      return second.database;
    }
  }
  const files = [...(await setAside(path, [path], mark)), ...logs];
  const fresh = await openDatabase(options);
  onProblem({
    code: "ledger_corrupt",
    message: `${path} cannot be read: ${first.damage} It was moved to ${files.join(", ")}, and a fresh ledger was begun.`,
  });
  return fresh;
}

/** @throws HeadgateError for every failure that moving files would not mend */
async function attempt(
  options: DatabaseOptions,
): Promise<{ database: Database } | { damage: string }> {
  try {
    return { database: await openDatabase(options) };
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    const failure = databaseFailure(error);
    switch (failure.kind) {
      case "locked":
        throw lockedBy(options.path, failure.processId, error);
      case "refused":
        throw new HeadgateError("data_dir_unusable", messageOf(error), {}, { cause: error });
      case "damaged":
      case "invalidated":
        return { damage: messageOf(error) };
      case "other":
        throw error;
      default:
        return failure satisfies never;
    }
  }
}

function lockedBy(path: string, processId: number | undefined, cause: unknown): HeadgateError {
  const holder = processId === undefined ? "another process" : `process ${processId}`;
  return new HeadgateError(
    "ledger_locked",
    `${path} is held by ${holder}.`,
    processId === undefined ? { path } : { path, pid: processId },
    { cause },
  );
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw new HeadgateError("data_dir_unusable", messageOf(error), { path }, { cause: error });
  }
}

/** DuckDB's write-ahead log and the ones it keeps while a checkpoint runs. */
async function logsOf(path: string): Promise<readonly string[]> {
  const log = `${basename(path)}.wal`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name === log || name.startsWith(`${log}.`))
    .map((name) => join(dirname(path), name));
}

/** Renames `<path>…` to `<path>.<mark>…`, so that a file and its logs still belong together. */
async function setAside(
  path: string,
  files: readonly string[],
  mark: string,
): Promise<readonly string[]> {
  const moved: string[] = [];
  for (const file of files) {
    const target = `${path}.${mark}${file.slice(path.length)}`;
    await rename(file, target);
    moved.push(target);
  }
  return moved;
}
