import {
  BIGINT,
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import { blankRow } from "../blank-row.ts";
import type { SqlParameter, SqlParameters, SqlRow, SqlValue } from "../reports/ask.ts";

/**
 * Asks DuckDB. The statement is prepared for this one execution: a prepared statement that outlives a
 * write answers wrongly without an error.
 */
export async function query(
  connection: DuckDBConnection,
  sql: string,
  parameters: SqlParameters,
): Promise<readonly SqlRow[]> {
  const reader = await connection.runAndReadAll(sql, ...bindings(parameters));
  const values = reader.getColumns();
  const columns = reader
    .deduplicatedColumnNames()
    .map((name, index) => ({ name, values: values[index] ?? [] }));
  // Large answers are common: rows are filled column by column, as values lie in memory.
  const blank = blankRow<SqlValue>(columns.map(({ name }) => name));
  const rows = Array.from({ length: reader.currentRowCount }, blank);
  for (const column of columns) {
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at];
      if (row !== undefined) row[column.name] = plain(column.name, column.values[at]);
    }
  }
  return rows;
}

/** Parameters as DuckDB takes them: values and types by name. */
export function bindings(
  parameters: SqlParameters,
): [Record<string, DuckDBValue>, Record<string, DuckDBType>] {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    [values[name], types[name]] = bound(parameter);
  }
  return [values, types];
}

function bound(parameter: SqlParameter): [DuckDBValue, DuckDBType] {
  switch (parameter.type) {
    case "timestamp":
      return [new DuckDBTimestampValue(BigInt(parameter.ms) * 1000n), TIMESTAMP];
    case "integer":
      return [BigInt(parameter.integer), BIGINT];
    case "text":
      return [parameter.text, VARCHAR];
    case "texts":
      return [new DuckDBListValue([...parameter.texts]), LIST(VARCHAR)];
    default:
      return parameter satisfies never;
  }
}

function plain(name: string, value: DuckDBValue | undefined): SqlValue {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  throw new TypeError(`column ${name} is not plain: cast it in the query`);
}
