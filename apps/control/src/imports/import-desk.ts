import { randomUUID } from "node:crypto";
import { type HeadgateConfig, HeadgateError, type ImportSummary } from "@headgate/contract";
import type { ImportEnd, ImportStart, LedgerStore } from "@headgate/ledger";
import type { PriceBook } from "@headgate/pricing";
import { createPreparation, type ImportedRecords, type PreparedRecords } from "@headgate/sources";

/** An import of which nothing was heard for as long is given up for the next one. */
const PATIENCE_MS = 60_000;

type Dependencies = Readonly<{
  ledger: LedgerStore;
  prices: () => PriceBook;
  config: () => HeadgateConfig;
  nowMs: () => number;
}>;

/**
 * Takes imports over HTTP, one at a time: a client begins one, sends its batches, finishes or abandons it. All
 * batches of one are priced and labelled by what held when it began.
 */
export interface ImportDesk {
  /** @throws HeadgateError `import_running` while another client's import is under way */
  begin(beginning: Pick<ImportStart, "named" | "restating">): Promise<string>;
  /** @throws HeadgateError `import_lost` when the import is not under way any more */
  add(id: string, sequence: number, records: ImportedRecords): Promise<void>;
  /** @throws HeadgateError `import_lost` when the import is neither under way nor the last one finished */
  finish(id: string, ending: Omit<ImportEnd, "import" | "finishedAtMs">): Promise<ImportSummary>;
  /** Twice is once. */
  abandon(id: string): Promise<void>;
}

type UnderWay = {
  /** The store's numbers come again when an import was dropped: what is late must not meet another's. */
  id: string;
  number: number;
  heardAtMs: number;
  prepared: (records: ImportedRecords) => PreparedRecords;
};

export function createImportDesk({ ledger, prices, config, nowMs }: Dependencies): ImportDesk {
  let underWay: UnderWay | undefined;
  let beginning = false;
  let finished: Pick<UnderWay, "id" | "number"> | undefined;

  const heard = (id: string): UnderWay => {
    if (underWay?.id !== id) {
      throw new HeadgateError("import_lost", `No import ${id} is under way.`);
    }
    underWay.heardAtMs = nowMs();
    return underWay;
  };

  return {
    begin: async (start) => {
      const busy = underWay !== undefined && nowMs() - underWay.heardAtMs < PATIENCE_MS;
      if (beginning || busy) {
        throw new HeadgateError("import_running", "An import is under way.");
      }
      beginning = true;
      try {
        if (underWay !== undefined) await ledger.abandonImport(underWay.number);
        underWay = undefined;
        const number = await ledger.beginImport({ ...start, startedAtMs: nowMs() });
        const prepared = createPreparation({ book: prices(), config: config() });
        underWay = { id: randomUUID(), number, heardAtMs: nowMs(), prepared };
        return underWay.id;
      } finally {
        beginning = false;
      }
    },
    add: async (id, sequence, records) => {
      const { number, prepared } = heard(id);
      await ledger.addToImport({ import: number, sequence, ...prepared(records) });
    },
    finish: async (id, ending) => {
      const { number } = id === finished?.id ? finished : heard(id);
      const summary = await ledger.finishImport({
        import: number,
        finishedAtMs: nowMs(),
        ...ending,
      });
      finished = { id, number };
      if (underWay?.id === id) underWay = undefined;
      return summary;
    },
    abandon: async (id) => {
      if (underWay?.id !== id) return;
      const { number } = underWay;
      underWay = undefined;
      await ledger.abandonImport(number);
    },
  };
}
