import type { LedgerStore } from "@headgate/ledger";
import type { ImportSink } from "./import-sink.ts";
import { createPreparation, type PreparationTerms } from "./prepare-records.ts";

type LedgerSinkOptions = PreparationTerms &
  Readonly<{
    store: Pick<LedgerStore, "beginImport" | "addToImport" | "finishImport" | "abandonImport">;
    nowMs: () => number;
  }>;

/** Takes an import into a ledger that this process has open. */
export function createLedgerSink({ store, nowMs, ...terms }: LedgerSinkOptions): ImportSink {
  const prepared = createPreparation(terms);
  let number: number | undefined;
  let sequence = 0;
  const begun = (): number => {
    if (number === undefined) throw new Error("The import has not begun.");
    return number;
  };
  return {
    begin: async (beginning) => {
      number = await store.beginImport({ startedAtMs: nowMs(), ...beginning });
      sequence = 0;
    },
    add: async (records) => {
      await store.addToImport({ import: begun(), sequence, ...prepared(records) });
      sequence += 1;
    },
    finish: (ending) => store.finishImport({ import: begun(), finishedAtMs: nowMs(), ...ending }),
    abandon: async () => {
      if (number !== undefined) await store.abandonImport(number);
    },
  };
}
