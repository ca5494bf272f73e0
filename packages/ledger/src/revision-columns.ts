import type { LedgerRow } from "@headgate/contract";
import type { TakenColumn } from "./column.ts";
import { columns, revisedColumnNames } from "./columns.ts";
import type { Revision } from "./store.ts";

const names: readonly string[] = ["row_id", "started_at", ...revisedColumnNames];
/** The columns of `revisions` behind the re-rating's number: they are taken from a row as in `attempts`. */
export const revisionColumns = names.map((name): TakenColumn<Revision> => {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new TypeError(`the ledger has no column ${name}`);
  // These columns are taken from the members that a revision and a row share, and from no other.
  const asOfRow = (revision: Revision) => revision as unknown as LedgerRow;
  return {
    name,
    type: column.type,
    take: (revision: Revision) => column.take(asOfRow(revision)),
  } as TakenColumn<Revision>;
});
