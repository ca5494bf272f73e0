import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { batchUnavailable, ownReason } from "../batch-unavailable.ts";
import type { BatchStore } from "../store.ts";

/**
 * Opens the store of deferred work: one SQLite file, made when there is none. Several processes of one machine may have it
 * open; one of them runs it. Each call blocks the caller's thread for one short transaction, so no gateway opens it.
 *
 * @throws HeadgateError `batch_unavailable` naming the path
 */
export async function openBatchStore({
  path,
  durability = "disk",
}: Readonly<{
  path: string;
  /** `process`: what was answered survives `kill -9`; `disk`: also power loss. */
  durability?: "process" | "disk";
}>): Promise<BatchStore> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // Made here so that only the owner may read it.
    await (await open(path, "a", 0o600)).close();
    // Loaded here so that a process which opens no store does not carry SQLite.
    const { SqliteRunner } = await import("./sqlite-runner.ts");
    const { SqlBatchStore } = await import("../sql/sql-batch-store.ts");
    return new SqlBatchStore(new SqliteRunner(path, durability), path, ownReason);
  } catch (error) {
    throw batchUnavailable(path, ownReason(error), error);
  }
}
