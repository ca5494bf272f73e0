import type { Ask, SqlParameter } from "../reports/ask.ts";
import { integer, text, textOrNull } from "../reports/sql-values.ts";
import { type CellKind, cellText, type TableColumn } from "./cell-kind.ts";
import { type CopiedTableName, copiedTable } from "./copied-tables.ts";
import type { HourRange, HourSum, RowsQuery, TableRow } from "./ledger-tables.ts";

/** How an engine is asked for its tables; all else is the same text in both. */
export type TableDialect = Readonly<{
  /** Asks in the engine's own words. */
  ask: Ask;
  columnsOf: (table: string) => Promise<readonly TableColumn[]>;
  /** A column as a plain value. */
  plain: (column: TableColumn) => string;
  /** A moment as whole microseconds. */
  micros: (column: string) => string;
  /** A whole number divided, towards zero. */
  hoursOf: (micros: string) => string;
  /** The sum of the first fifteen hexadecimal digits of the texts' MD5, as a text. */
  hashOf: (text: string) => string;
  asText: (expression: string) => string;
  /** What separates the columns of a key. */
  separator: string;
}>;

const HOUR_MS = 3_600_000;

/** The expression of the hour that a row is in. */
const hourSql = (dialect: TableDialect, time: string | undefined): string =>
  time === undefined ? "cast(0 as bigint)" : dialect.hoursOf(dialect.micros(`"${time}"`));

/** The expression of what names a row. */
export function keySql(
  dialect: TableDialect,
  table: CopiedTableName,
  columns: readonly TableColumn[],
): string {
  const parts = copiedTable(table).key.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column === undefined) throw new TypeError(`${table} has no column ${name}`);
    return dialect.asText(dialect.plain(column));
  });
  return parts.length === 1
    ? String(parts[0])
    : `concat(${parts.join(`, ${dialect.separator}, `)})`;
}

/** Conditions of the rows of some hours, which let an engine skip the rest. */
export function ofHours(
  dialect: TableDialect,
  table: CopiedTableName,
  { from, to }: HourRange,
): Readonly<{ sql: string; parameters: Record<string, SqlParameter> }> {
  const { time } = copiedTable(table);
  if (time === undefined) return { sql: "true", parameters: {} };
  return {
    sql: `"${time}" >= $after and "${time}" < $before and ${hourSql(dialect, time)} between $from_hour and $to_hour`,
    parameters: {
      // Times before 1970 are cut towards zero: the hour around it is twice as long.
      after: { type: "timestamp", ms: (from - 1) * HOUR_MS },
      before: { type: "timestamp", ms: (to + 1) * HOUR_MS },
      from_hour: { type: "integer", integer: from },
      to_hour: { type: "integer", integer: to },
    },
  };
}

export async function readHours(
  dialect: TableDialect,
  table: CopiedTableName,
): Promise<readonly HourSum[]> {
  const { time, sameBy, amounts, holds = "true" } = copiedTable(table);
  const key = keySql(dialect, table, await dialect.columnsOf(table));
  // With the key: a hash of content alone is the same for two calls that are alike.
  const hashes =
    sameBy === undefined
      ? "null"
      : dialect.hashOf(
          `concat(${[key, ...sameBy.map((name) => dialect.asText(`"${name}"`))].join(`, ${dialect.separator}, `)})`,
        );
  const rows = await dialect.ask(
    `select ${hourSql(dialect, time)} as hour_number, count(*) as row_count, ${hashes} as hash_sum
       ${amounts.map((name) => `, ${dialect.asText(`sum("${name}")`)} as sum_of_${name}`).join("")}
     from ${table} where ${holds} group by hour_number having count(*) > 0 order by hour_number`,
    {},
  );
  return rows.map((row) => ({
    hour: integer(row, "hour_number"),
    rows: integer(row, "row_count"),
    hashes: textOrNull(row, "hash_sum"),
    amounts: Object.fromEntries(
      amounts.map((name) => {
        const sum = textOrNull(row, `sum_of_${name}`);
        return [name, sum === null ? null : cellText("amount", sum)];
      }),
    ),
  }));
}

export async function readRows(
  dialect: TableDialect,
  { table, hours, keys, columns: which }: RowsQuery,
): Promise<readonly TableRow[]> {
  const { sameBy, amounts, holds = "true" } = copiedTable(table);
  const all = await dialect.columnsOf(table);
  const asked =
    which === "all" || sameBy === undefined
      ? all
      : all.filter(({ name }) => sameBy.includes(name) || amounts.includes(name));
  const key = keySql(dialect, table, all);
  const within = hours === undefined ? undefined : ofHours(dialect, table, hours);
  const rows = await dialect.ask(
    `select ${key} as row_key${asked.map((column) => `, ${dialect.plain(column)} as read_${column.name}`).join("")}
     from ${table}
     where ${holds}${within === undefined ? "" : ` and ${within.sql}`}
       ${keys === undefined ? "" : `and ${key} in (select unnest($keys))`}
     order by row_key`,
    {
      ...within?.parameters,
      ...(keys !== undefined && { keys: { type: "texts", texts: keys } as const }),
    },
  );
  return rows.map((row) => ({
    key: text(row, "row_key"),
    values: Object.fromEntries(
      asked.map(({ name, kind }) => [name, readCell(kind, row[`read_${name}`] ?? null)]),
    ),
  }));
}

const readCell = (
  kind: CellKind,
  value: string | number | bigint | boolean | null,
): string | null => (value === null ? null : cellText(kind, value));

/** @throws TypeError where a column would be lost */
export function refuseUnknown(
  table: string,
  given: readonly string[],
  columns: readonly TableColumn[],
): void {
  const known = new Set(columns.map(({ name }) => name));
  const lost = given.filter((name) => !known.has(name));
  if (lost.length > 0) throw new TypeError(`${table} has no column for ${lost.join(", ")}`);
}
