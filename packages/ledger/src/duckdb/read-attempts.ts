import type { DuckDBConnection } from "@duckdb/node-api";
import type { HistoryRow, RatedAttempt } from "@headgate/contract";
import type { Column } from "../columns.ts";
import { columnsOfHistory, columnsOfRating } from "../read-columns.ts";
import type { SqlParameter } from "../reports/ask.ts";
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
  { fromMs, toMs, provider, model, after, limit }: AttemptsQuery,
  asked: readonly Column[],
  rowOf: (stored: StoredRow) => Row,
): Promise<readonly Row[]> {
  // A row that does not count has a charge that no report shows.
  const conditions = ["started_at >= $from", "started_at < $to", "not superseded"];
  const parameters: Record<string, SqlParameter> = {
    from: { type: "timestamp", ms: after === undefined ? fromMs : after.startedAtMs },
    to: { type: "timestamp", ms: toMs },
    limit: { type: "integer", integer: limit },
  };
  if (after !== undefined) {
    conditions.push("(started_at > $from or row_id > $after_row_id)");
    parameters.after_row_id = { type: "text", text: after.rowId };
  }
  if (provider !== undefined) {
    conditions.push("provider = $provider");
    parameters.provider = { type: "text", text: provider };
  }
  if (model !== undefined) {
    conditions.push("model = $model");
    parameters.model = { type: "text", text: model };
  }
  const next = `rowid in (
    select rowid from attempts where ${conditions.join(" and ")}
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
