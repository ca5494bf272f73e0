import type { ImportBatch } from "../imports/import.ts";
import type { LedgerStore } from "../store.ts";
import { openDatabase } from "./database.ts";
import { encodeBatch } from "./imports/encode-batch.ts";
import { WorkerLedger } from "./worker-ledger.ts";

/** A ledger in this thread, which builds no sums but when it is told to. */
class LedgerOfThread extends WorkerLedger implements LedgerStore {
  addToImport(batch: ImportBatch): Promise<void> {
    return this.addEncodedToImport(encodeBatch(batch));
  }
}

export const ledgerOfThread = (path: string): LedgerStore =>
  new LedgerOfThread(
    () => openDatabase({ path, memoryLimit: "256MB" }),
    ({ message }) => {
      throw new Error(message);
    },
  );
