import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { HeadgateError } from "@headgate/contract";
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
    const { Connection } = await import("./connection.ts");
    const { SqliteBatchStore } = await import("./sqlite-batch-store.ts");
    return new SqliteBatchStore(new Connection(path, durability), path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HeadgateError("batch_unavailable", `${path}: ${reason}.`, {}, { cause: error });
  }
}
