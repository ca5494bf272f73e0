import {
  type HistoryRow,
  historyRowSchema,
  type LedgerRow,
  ledgerRowSchema,
  type RatedAttempt,
  ratedAttemptSchema,
} from "@headgate/contract";
import type { ColumnType, ColumnValues } from "./column.ts";
import { columns, type Draft } from "./columns.ts";

/** A row's columns as a store hands them back: the value of each type, or null. */
export type StoredRow = ReadonlyMap<string, ColumnValues[ColumnType] | null>;

/**
 * The row that these columns were taken from.
 * @throws ZodError when they are no row of the contract
 */
export const rowFromColumns = (stored: StoredRow): LedgerRow =>
  ledgerRowSchema.parse(draftOf(stored));

/**
 * The part of a row that these columns were taken from.
 * @throws ZodError when they are no such part
 */
export function ratedAttemptFromColumns(stored: StoredRow): RatedAttempt {
  const { attribution: _attribution, ...draft } = draftOf(stored);
  return ratedAttemptSchema.parse(draft);
}

/**
 * What is read of a row to simulate changes on it.
 * @throws ZodError when the columns are no such part
 */
export const historyRowFromColumns = (stored: StoredRow): HistoryRow =>
  historyRowSchema.parse(draftOf(stored));

function draftOf(stored: StoredRow): Draft {
  const draft: Draft = {
    usage: {},
    charge: { list_cost: null, contracted_cost: null, effective_cost: null, billed_cost: null },
    attribution: {},
    baseline_cost: null,
  };
  for (const column of columns) {
    const value = stored.get(column.name);
    if (value === undefined || value === null) continue;
    // The store read the value by the column's own type; the schema checks the whole row afterwards.
    column.give?.(draft, value as never);
  }
  return draft;
}
