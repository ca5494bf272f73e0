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

/** A client waits that long for an import of control's own, which takes a moment, before it is told to come again. */
const WAIT_FOR_OWN_MS = 10_000;

/**
 * Takes imports, one at a time: a client begins one, sends its batches, finishes or abandons it; so does control itself
 * with what it pulled or received. All batches of one are priced and labelled by what held when it began.
 */
export interface ImportDesk {
  /**
   * @param owner `control` for imports of its own: who comes meanwhile waits for their end
   * @throws HeadgateError `import_running` while another import is under way
   */
  begin(
    beginning: Pick<ImportStart, "named" | "restating" | "beside">,
    owner?: "client" | "control",
  ): Promise<string>;
  /** @throws HeadgateError `import_lost` when the import is not under way any more */
  add(id: string, sequence: number, records: ImportedRecords): Promise<void>;
  /** @throws HeadgateError `import_lost` when the import is neither under way nor the last one that a client finished */
  finish(id: string, ending: Omit<ImportEnd, "import" | "finishedAtMs">): Promise<ImportSummary>;
  /** Twice is once. */
  abandon(id: string): Promise<void>;
}

type UnderWay = {
  /** The store's numbers come again when an import was dropped: what is late must not meet another's. */
  id: string;
  number: number;
  owner: "client" | "control";
  heardAtMs: number;
  prepared: (records: ImportedRecords) => PreparedRecords;
};

export function createImportDesk({ ledger, prices, config, nowMs }: Dependencies): ImportDesk {
  let underWay: UnderWay | undefined;
  let beginning = false;
  let finished: Pick<UnderWay, "id" | "number"> | undefined;
  let wake: () => void = () => undefined;
  let changed = newChange();

  function newChange(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
    });
  }
  const tellChange = (): void => {
    const told = wake;
    changed = newChange();
    told();
  };
  const leave = (): void => {
    underWay = undefined;
    tellChange();
  };
  const isBusy = (): boolean =>
    beginning || (underWay !== undefined && nowMs() - underWay.heardAtMs < PATIENCE_MS);
  const isShortlyFree = (): boolean => beginning || underWay?.owner === "control";

  const heard = (id: string): UnderWay => {
    if (underWay?.id !== id) {
      throw new HeadgateError("import_lost", `No import ${id} is under way.`);
    }
    underWay.heardAtMs = nowMs();
    return underWay;
  };

  return {
    begin: async (start, owner = "client") => {
      const untilMs = performance.now() + WAIT_FOR_OWN_MS;
      while (isBusy() && isShortlyFree() && performance.now() < untilMs) {
        await untilEither(changed, untilMs - performance.now());
      }
      if (isBusy()) throw new HeadgateError("import_running", "An import is under way.");
      beginning = true;
      try {
        if (underWay !== undefined) await ledger.abandonImport(underWay.number);
        underWay = undefined;
        const number = await ledger.beginImport({ ...start, startedAtMs: nowMs() });
        const prepared = createPreparation({ book: prices(), config: config() });
        underWay = { id: randomUUID(), number, owner, heardAtMs: nowMs(), prepared };
        return underWay.id;
      } finally {
        beginning = false;
        tellChange();
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
      // One that joined others may have no number of its own any more to be asked for again.
      if (ending.joins !== true) finished = { id, number };
      if (underWay?.id === id) leave();
      return summary;
    },
    abandon: async (id) => {
      if (underWay?.id !== id) return;
      const { number } = underWay;
      leave();
      await ledger.abandonImport(number);
    },
  };
}

/** Resolves with the promise or the time, whichever comes first. */
async function untilEither(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, time]);
  clearTimeout(timer);
}
