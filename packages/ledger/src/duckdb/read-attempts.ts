import type { DuckDBConnection } from "@duckdb/node-api";
import type { HistoryRow, RatedAttempt } from "@headgate/contract";
import type { Column } from "../columns.ts";
import { nextAttempts } from "../next-attempts.ts";
import { columnsOfHistory, columnsOfRating } from "../read-columns.ts";
import { currentAttemptsSql } from "../reports/attempts-source.ts";
import {
  historyRowFromColumns,
  ratedAttemptFromColumns,
  type StoredRow,
} from "../rows-from-columns.ts";
import type { AttemptsQuery } from "../store.ts";
import { bindings } from "./query.ts";
import { selectList, storedRow } from "./read-rows.ts";

/** The next attempts of a range by time and id. Only what lies at or behind the last one read is scanned. */
export const readAttempts = (
  connection: DuckDBConnection,
  query: AttemptsQuery,
): Promise<readonly RatedAttempt[]> =>
  readNext(connection, query, columnsOfRating, ratedAttemptFromColumns);

/** The same attempts with what changes can be simulated from. */
export const readHistory = (
  connection: DuckDBConnection,
  query: AttemptsQuery,
): Promise<readonly HistoryRow[]> =>
  readNext(connection, query, columnsOfHistory, historyRowFromColumns);

async function readNext<Row>(
  connection: DuckDBConnection,
  attempts: AttemptsQuery,
  asked: readonly Column[],
  rowOf: (stored: StoredRow) => Row,
): Promise<readonly Row[]> {
  const { where, parameters } = nextAttempts(attempts);
  const next = `rowid in (
    select rowid from attempts where ${where}
    order by started_at, row_id limit $limit
  )`;
  const reader = await connection.runAndReadAll(
    `select ${selectList(asked)}
     from ${currentAttemptsSql(next, "started_at >= $from and started_at < $to")}
     order by attempts.started_at, attempts.row_id`,
    ...bindings(parameters),
  );
  return reader.getRows().map((row) => rowOf(storedRow(asked, row)));
}
