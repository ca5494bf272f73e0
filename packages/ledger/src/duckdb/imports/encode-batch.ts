import { hasRoom } from "../../imports/bill-line-columns.ts";
import type { ImportBatch } from "../../imports/import.ts";
import { encodeRows } from "../encode-rows.ts";
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

/** @throws RangeError when an amount is none, or larger than its column can hold */
export function encodeBatch(batch: ImportBatch): EncodedBatch {
  const { attempts = [], billLines = [], usageTotals = [], gauges = [], outcomes = [] } = batch;
  const oversize = billLines.filter((line) => !hasRoom(line));
  const fitting = oversize.length === 0 ? billLines : billLines.filter(hasRoom);
  return {
    import: batch.import,
    sequence: batch.sequence,
    attempts: encodeRows(stagedAttempts.columns, attempts),
    billLines: encodeRows(stagedBillLines.columns, fitting),
    oversize: encodeRows(
      stagedOversize.columns,
      oversize.map((line) => ({ source: line.source, lineId: line.line_id })),
    ),
    usageTotals: encodeRows(stagedUsageTotals.columns, usageTotals),
    gauges: encodeRows(stagedGauges.columns, gauges),
    outcomes: encodeRows(stagedOutcomes.columns, outcomes),
  };
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
