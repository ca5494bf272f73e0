import type { LedgerRow } from "@headgate/contract";
import { contentHash } from "./content-hash.ts";

/** The rows of a batch by their id, each once, and those that come again with the first of their id. */
export type FirstRows = Readonly<{
  firstById: ReadonlyMap<string, LedgerRow>;
  repeats: readonly (readonly [again: LedgerRow, first: LedgerRow])[];
}>;

export function firstRowsOf(rows: readonly LedgerRow[]): FirstRows {
  const firstById = new Map<string, LedgerRow>();
  const repeats: Array<readonly [again: LedgerRow, first: LedgerRow]> = [];
  for (const row of rows) {
    const first = firstById.get(row.row_id);
    if (first === undefined) firstById.set(row.row_id, row);
    else repeats.push([row, first]);
  }
  return { firstById, repeats };
}

/**
 * How many rows differ from the one of their id that stays.
 * @param known the contents of those that the ledger had before, by their id
 */
export function conflictsOf(
  { firstById, repeats }: FirstRows,
  known: ReadonlyMap<string, bigint>,
): number {
  let conflicting = 0;
  for (const [rowId, hash] of known) {
    const row = firstById.get(rowId);
    if (row !== undefined && contentHash(row) !== hash) conflicting += 1;
  }
  for (const [again, first] of repeats) {
    const hash = known.get(first.row_id) ?? contentHash(first);
    if (contentHash(again) !== hash) conflicting += 1;
  }
  return conflicting;
}
