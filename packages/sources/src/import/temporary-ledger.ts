import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerStore, openDuckdbLedger } from "@headgate/ledger";
import { importMemoryLimit } from "./import-memory.ts";

/** A ledger that nothing is kept of. */
export type TemporaryLedger = Readonly<{
  store: LedgerStore;
  /** Closes the ledger and deletes its files. */
  close(): Promise<void>;
}>;

/**
 * Opens an empty ledger in a folder of its own under the system's temporary one, readable by its owner alone:
 * on disk, not in memory, so that it may be larger than memory.
 */
export async function openTemporaryLedger(): Promise<TemporaryLedger> {
  const folder = await mkdtemp(join(tmpdir(), "headgate-ledger-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const store = await openDuckdbLedger({
      path: join(folder, "ledger.duckdb"),
      memoryLimit: importMemoryLimit,
      isKept: false,
    });
    return {
      store,
      close: async () => {
        try {
          await store.close();
        } finally {
          await remove();
        }
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
