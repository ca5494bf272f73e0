import { growBatch, type LedgerStore } from "@headgate/ledger";
import type { ImportSink } from "./import-sink.ts";
import { OneBehind } from "./one-behind.ts";
import { createPreparation, type PreparationTerms } from "./prepare-records.ts";

/** Enough for a batch's beginning and end to weigh nothing; a vector of DuckDB's. */
const MOST_RECORDS = 2_048;

type LedgerSinkOptions = PreparationTerms &
  Readonly<{
    store: Pick<
      LedgerStore,
      "beginImport" | "addToImport" | "growBatch" | "finishImport" | "abandonImport"
    >;
    nowMs: () => number;
  }>;

/** Takes an import into a ledger that this process has open. */
export function createLedgerSink({ store, nowMs, ...terms }: LedgerSinkOptions): ImportSink {
  const prepared = createPreparation(terms);
  let sending = new OneBehind();
  let batch = growBatch(store);
  let number: number | undefined;
  let sequence = 0;
  const begun = (): number => {
    if (number === undefined) throw new Error("The import has not begun.");
    return number;
  };
  const send = (): Promise<void> =>
    sending.begin(() => {
      const sent = batch.send({ import: begun(), sequence });
      sequence += 1;
      return sent;
    });
  return {
    begin: async (beginning) => {
      number = await store.beginImport({ startedAtMs: nowMs(), ...beginning });
      sequence = 0;
      sending = new OneBehind();
      batch = growBatch(store);
    },
    add: async (records) => {
      batch.put(prepared(records));
      if (batch.size >= MOST_RECORDS) await send();
    },
    finish: async (ending) => {
      if (batch.size > 0) await send();
      await sending.ended();
      return store.finishImport({ import: begun(), finishedAtMs: nowMs(), ...ending });
    },
    abandon: async () => {
      // Nothing is on its way any more, whatever became of it.
      await Promise.allSettled([sending.ended()]);
      if (number !== undefined) await store.abandonImport(number);
    },
  };
}
