import type { HistoryRow, LedgerRow, RatedAttempt } from "@headgate/contract";
import { formatDollars, parseDollars } from "@headgate/money";
import type { ColumnType, ColumnValues } from "../column.ts";
import { type Column, columns } from "../columns.ts";
import { nextAttempts } from "../next-attempts.ts";
import { columnsOfHistory, columnsOfRating } from "../read-columns.ts";
import type { SqlRow } from "../reports/ask.ts";
import { currentAttemptsSql } from "../reports/attempts-source.ts";
import {
  historyRowFromColumns,
  ratedAttemptFromColumns,
  rowFromColumns,
  type StoredRow,
} from "../rows-from-columns.ts";
import type { AttemptsQuery } from "../store.ts";
import type { Connection } from "./connection.ts";

const stored = columns.filter((column) => column.give !== undefined);

/** All attempts of a call, or of every call that came under a client's id, as they were appended. */
export async function readCall(connection: Connection, id: string): Promise<readonly LedgerRow[]> {
  const own = "(call_id = $id or client_call_id = $id)";
  const rows = await connection.ask(
    `select ${selectList(stored)}
     from ${currentAttemptsSql(own, `row_id in (select row_id from attempts where ${own})`)}
     order by attempts.started_at, attempt, call_id`,
    { id: { type: "text", text: id } },
  );
  return rows.map((row) => rowFromColumns(storedRow(stored, row)));
}

/** The next attempts of a range by time and id. */
export const readAttempts = (
  connection: Connection,
  query: AttemptsQuery,
): Promise<readonly RatedAttempt[]> =>
  readNext(connection, query, columnsOfRating, ratedAttemptFromColumns);

/** The same attempts with what changes can be simulated from. */
export const readHistory = (
  connection: Connection,
  query: AttemptsQuery,
): Promise<readonly HistoryRow[]> =>
  readNext(connection, query, columnsOfHistory, historyRowFromColumns);

async function readNext<Row>(
  connection: Connection,
  attempts: AttemptsQuery,
  asked: readonly Column[],
  rowOf: (stored: StoredRow) => Row,
): Promise<readonly Row[]> {
  const { where, parameters } = nextAttempts(attempts);
  const next = `(started_at, row_id) in (
    select started_at, row_id from attempts where ${where}
    order by started_at, row_id limit $limit
  )`;
  const rows = await connection.ask(
    `select ${selectList(asked)}
     from ${currentAttemptsSql(`started_at >= $from and started_at < $to and ${next}`, "started_at >= $from and started_at < $to")}
     order by attempts.started_at, attempts.row_id`,
    parameters,
  );
  return rows.map((row) => rowOf(storedRow(asked, row)));
}

/** Columns under names that none of them has: an alias would be read in the place of the column. */
const selectList = (asked: readonly Column[]): string =>
  asked.map((column) => `${expression(column)} as read_${column.name}`).join(", ");

function expression({ name, type }: Column): string {
  switch (type) {
    case "TIMESTAMP":
      return `epoch_ms("${name}")`;
    case "MAP(VARCHAR, VARCHAR)":
      return `to_json("${name}")`;
    case "DECIMAL(38,12)":
    case "VARCHAR":
    case "BIGINT":
    case "DOUBLE":
    case "BOOLEAN":
      return `"${name}"`;
    default:
      return type satisfies never;
  }
}

const storedRow = (asked: readonly Column[], row: SqlRow): StoredRow =>
  new Map(asked.map(({ name, type }) => [name, columnValue(type, row[`read_${name}`] ?? null)]));

function columnValue(type: ColumnType, value: SqlRow[string]): ColumnValues[ColumnType] | null {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "TIMESTAMP":
      return Number(value);
    case "MAP(VARCHAR, VARCHAR)":
      return JSON.parse(String(value));
    case "DECIMAL(38,12)":
      return formatDollars(parseDollars(String(value)));
    case "VARCHAR":
    case "BIGINT":
    case "DOUBLE":
    case "BOOLEAN":
      return value;
    default:
      return type satisfies never;
  }
}
