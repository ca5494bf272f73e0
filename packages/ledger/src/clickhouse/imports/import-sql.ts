import type { Ask } from "../../reports/ask.ts";
import { clickHouseSql } from "../clickhouse-sql.ts";
import type { Connection } from "../connection.ts";

/** What waits in an import, by the name of the table that it goes into. */
const stagedKinds = ["attempts", "bill_lines", "usage_totals", "gauges", "outcomes"] as const;
export type StagedKind = (typeof stagedKinds)[number];

/** Tables of imports under way: a part is one import's, and is dropped when that is finished. */
export const importTables: readonly string[] = [
  ...stagedKinds.map((kind) => `import_${kind}`),
  "import_oversize",
  "import_batches",
  "import_arrived",
  "import_dropped_lines",
];

/**
 * What is staged in an import and what became of it, under the names that the shared texts have for them: as common
 * table expressions. `rowid` is the place in the order in which the rows came.
 */
const tablesOf = (number: number): readonly string[] => [
  ...[...stagedKinds, "oversize"].map(
    (kind) =>
      `staged_${kind} as (select *, place as rowid from import_${kind} where import = ${number})`,
  ),
  ...stagedKinds.map(
    (kind) => `arrived_${kind} as (
      select place, row_id, row_id as line_id, statement, source, happened_at, stays, state
      from import_arrived where import = ${number} and kind = '${kind}')`,
  ),
  `dropped_bill_lines as (select * from import_dropped_lines where import = ${number})`,
  `changed_statements as (
     select statement from arrived_bill_lines where stays and state <> 'already_there'
     union distinct
     select statement from dropped_bill_lines)`,
];

/** A text of the ledger's that reads an import's tables, as ClickHouse takes it. */
export function ofImport(number: number, sql: string): string {
  const words = sql.trim();
  const own = words.startsWith("with ") ? `${words.slice(5)}` : undefined;
  const tables = tablesOf(number).join(",\n");
  return clickHouseSql(own === undefined ? `with ${tables} ${words}` : `with ${tables},\n${own}`);
}

/** Asks about an import. */
export const askOfImport =
  (connection: Connection, number: number): Ask =>
  (sql, parameters) =>
    connection.query(ofImport(number, sql), parameters);
