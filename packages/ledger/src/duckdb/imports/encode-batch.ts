import { hasRoom } from "../../imports/bill-line-columns.ts";
import type { ImportBatch, ImportRecords } from "../../imports/import.ts";
import { RowsEncoder } from "../encode-rows.ts";
import { buffersOf, type EncodedRows } from "../encoded-column.ts";
import {
  stagedAttempts,
  stagedBillLines,
  stagedGauges,
  stagedOutcomes,
  stagedOversize,
  stagedUsageTotals,
} from "./staging.ts";

/** A batch of an import on its way to the thread that owns DuckDB, as columns. */
export type EncodedBatch = Readonly<{
  import: number;
  sequence: number;
  attempts: EncodedRows;
  billLines: EncodedRows;
  oversize: EncodedRows;
  usageTotals: EncodedRows;
  gauges: EncodedRows;
  outcomes: EncodedRows;
}>;

/** Lays a batch's records out as columns as they come. */
export class BatchEncoder {
  readonly #attempts = new RowsEncoder(stagedAttempts.columns);
  readonly #billLines = new RowsEncoder(stagedBillLines.columns);
  readonly #oversize = new RowsEncoder(stagedOversize.columns);
  readonly #usageTotals = new RowsEncoder(stagedUsageTotals.columns);
  readonly #gauges = new RowsEncoder(stagedGauges.columns);
  readonly #outcomes = new RowsEncoder(stagedOutcomes.columns);

  /** Records that were put and not taken. */
  get size(): number {
    return [
      this.#attempts,
      this.#billLines,
      this.#oversize,
      this.#usageTotals,
      this.#gauges,
      this.#outcomes,
    ].reduce((sum, { rows }) => sum + rows, 0);
  }

  /** @throws RangeError when an amount is none, or larger than its column can hold; the batch is of no use then */
  put(records: ImportRecords): void {
    const { attempts = [], billLines = [], usageTotals = [], gauges = [], outcomes = [] } = records;
    for (const attempt of attempts) this.#attempts.put(attempt);
    for (const line of billLines) {
      if (hasRoom(line)) this.#billLines.put(line);
      else this.#oversize.put({ source: line.source, lineId: line.line_id });
    }
    for (const total of usageTotals) this.#usageTotals.put(total);
    for (const gauge of gauges) this.#gauges.put(gauge);
    for (const outcome of outcomes) this.#outcomes.put(outcome);
  }

  /** All that was put; afterwards it is empty. */
  take(batch: Pick<ImportBatch, "import" | "sequence">): EncodedBatch {
    return {
      import: batch.import,
      sequence: batch.sequence,
      attempts: this.#attempts.take(),
      billLines: this.#billLines.take(),
      oversize: this.#oversize.take(),
      usageTotals: this.#usageTotals.take(),
      gauges: this.#gauges.take(),
      outcomes: this.#outcomes.take(),
    };
  }
}

/** @throws RangeError when an amount is none, or larger than its column can hold */
export function encodeBatch(batch: ImportBatch): EncodedBatch {
  const encoder = new BatchEncoder();
  encoder.put(batch);
  return encoder.take(batch);
}

/** The memory of a batch that is handed over, not copied. */
export const batchBuffers = (batch: EncodedBatch): readonly ArrayBuffer[] =>
  [
    batch.attempts,
    batch.billLines,
    batch.oversize,
    batch.usageTotals,
    batch.gauges,
    batch.outcomes,
  ].flatMap(buffersOf);
