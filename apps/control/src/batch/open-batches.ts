import { type BatchStore, openBatchStore, openPostgresBatchStore } from "@headgate/batch";
import type { HeadgateConfig } from "@headgate/contract";
import type { DataDirectory } from "@headgate/ledger";
import { type FileRoom, fileRoom } from "./faces/file-room.ts";

/**
 * Opens what is kept of work that can wait: files of the data directory, or the PostgreSQL that all nodes share.
 * @throws HeadgateError `batch_unavailable`
 */
export async function openBatches(
  { stores, spool }: Pick<HeadgateConfig, "stores" | "spool">,
  directory: DataDirectory,
): Promise<Readonly<{ store: BatchStore; files: FileRoom }>> {
  if (stores.state.kind === "postgres") return openPostgresBatchStore(stores.state);
  const store = await openBatchStore({ path: directory.batch, durability: spool.durability });
  return { store, files: fileRoom(directory.batchFiles) };
}
