import { type DuckDBConnection, DuckDBMapValue, type DuckDBValue } from "@duckdb/node-api";
import type { LedgerRow } from "@headgate/contract";
import type { ColumnType, ColumnValues } from "../column.ts";
import { type Column, columns } from "../columns.ts";
import { currentAttemptsSql } from "../reports/attempts-source.ts";
import { rowFromColumns, type StoredRow } from "../rows-from-columns.ts";

/** The places of a call's attempts, `$id` its own id or the client's. */
export const placesOfCall = `select rowid from attempts where call_id = $id
     union
     select rowid from attempts where client_call_id = $id`;

const stored = columns.filter((column) => column.give !== undefined);

/**
 * All attempts of a call, or of every call that came under a client's id, as they were appended.
 *
 * Their places are looked up first: a filter over two columns at once would make DuckDB read all the
 * others of the whole table as well.
 */
export async function readCall(
  connection: DuckDBConnection,
  id: string,
): Promise<readonly LedgerRow[]> {
  const reader = await connection.runAndReadAll(
    `select ${selectList(stored)}
     from ${currentAttemptsSql(`rowid in (${placesOfCall})`, `row_id in (select row_id from attempts where rowid in (${placesOfCall}))`)}
     order by attempts.started_at, attempt, call_id`,
    { id },
  );
  return reader.getRows().map((row) => rowFromColumns(storedRow(stored, row)));
}

/** Columns as they are asked for, so that {@link storedRow} can read them. */
export const selectList = (asked: readonly Column[]): string => asked.map(expression).join(", ");

/** What was answered to {@link selectList}, by the columns' names. */
export const storedRow = (asked: readonly Column[], row: readonly DuckDBValue[]): StoredRow =>
  new Map(asked.map((column, index) => [column.name, columnValue(column, row[index])]));

function expression({ name, type }: Column): string {
  switch (type) {
    case "TIMESTAMP":
      return `epoch_ms("${name}")`;
    case "DECIMAL(38,12)":
      return `cast("${name}" as varchar)`;
    case "VARCHAR":
    case "BIGINT":
    case "DOUBLE":
    case "BOOLEAN":
    case "MAP(VARCHAR, VARCHAR)":
      return `"${name}"`;
    default:
      return type satisfies never;
  }
}

function columnValue(
  column: Column,
  value: DuckDBValue | undefined,
): ColumnValues[ColumnType] | null {
  if (value === null) return null;
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(
      value.entries.map(({ key, value: text }) => [String(key), String(text)]),
    );
  }
  if (typeof value === "bigint" && column.type === "TIMESTAMP") return Number(value);
  if (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  throw new TypeError(`column ${column.name} came back as no ${column.type}`);
}
