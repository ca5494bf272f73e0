import type { LedgerStore } from "../store.ts";
import type { GrowingBatch, ImportBatch, ImportRecords } from "./import.ts";

/** A batch of a store's imports that grows record by record, as far as the store can without holding them. */
export const growBatch = (store: Pick<LedgerStore, "addToImport" | "growBatch">): GrowingBatch =>
  store.growBatch?.() ?? new RecordList((batch) => store.addToImport(batch));

type Lists = { [Kind in keyof ImportRecords]-?: NonNullable<ImportRecords[Kind]>[number][] };

const noRecords = (): Lists => ({
  attempts: [],
  billLines: [],
  usageTotals: [],
  gauges: [],
  outcomes: [],
});

class RecordList implements GrowingBatch {
  readonly #add: (batch: ImportBatch) => Promise<void>;
  #lists = noRecords();

  constructor(add: (batch: ImportBatch) => Promise<void>) {
    this.#add = add;
  }

  get size(): number {
    return Object.values(this.#lists).reduce((sum, list) => sum + list.length, 0);
  }

  put({ attempts, billLines, usageTotals, gauges, outcomes }: ImportRecords): void {
    this.#lists.attempts.push(...(attempts ?? []));
    this.#lists.billLines.push(...(billLines ?? []));
    this.#lists.usageTotals.push(...(usageTotals ?? []));
    this.#lists.gauges.push(...(gauges ?? []));
    this.#lists.outcomes.push(...(outcomes ?? []));
  }

  send(batch: Pick<ImportBatch, "import" | "sequence">): Promise<void> {
    const lists = this.#lists;
    this.#lists = noRecords();
    return this.#add({ ...batch, ...lists });
  }
}
