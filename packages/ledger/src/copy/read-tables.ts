import type { Ask, SqlParameter } from "../reports/ask.ts";
import { integer, text, textOrNull, wholeSumOrNull } from "../reports/sql-values.ts";
import { type CellKind, cellText, type TableColumn } from "./cell-kind.ts";
import { type CopiedTableName, copiedTable } from "./copied-tables.ts";
import type { HourCount, HourRange, HourSum, RowsQuery, TableRow } from "./ledger-tables.ts";
import { windowsOf } from "./stretches.ts";

/** How an engine is asked for its tables; all else is the same text in both. */
export type TableDialect = Readonly<{
  /** Asks in the engine's own words. */
  ask: Ask;
  columnsOf: (table: string) => Promise<readonly TableColumn[]>;
  /** A column as a plain value. */
  plain: (column: TableColumn) => string;
  /** A column that is not null as a text that is the same in both engines. */
  exact: (column: TableColumn) => string;
  /** A moment as whole microseconds. */
  micros: (column: string) => string;
  /** A whole number divided, towards zero. */
  hoursOf: (micros: string) => string;
  /** The first fifteen hexadecimal digits of a text's MD5, as a whole number. */
  hashOf: (text: string) => string;
  /** The sum of such numbers, which is wider than they are. */
  sumOf: (hash: string) => string;
  asText: (expression: string) => string;
  /** What separates the columns of a key. */
  separator: string;
  /** Behind a question that may also see rows that were replaced or are gone. */
  withReplaced: string;
}>;

const HOUR_MS = 3_600_000;
/** Rows are counted as many at a time, as long as an engine may work at one question. */
const ROWS_A_COUNT = 2_000_000;

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

/**
 * The expression of the hash of all that a row holds. Null is no text, and each text begins with a character of its own: an
 * empty one is something else. The columns are in the order of their names, for engines have them in orders of their own.
 */
function contentSql(dialect: TableDialect, columns: readonly TableColumn[]): string {
  const texts = columns
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((column) => `coalesce(${dialect.exact(column)}, '')`);
  return dialect.hashOf(`concat(${texts.join(`, ${dialect.separator}, `)})`);
}

type Condition = Readonly<{ sql: string; parameters: Record<string, SqlParameter> }>;

/** Conditions of the rows of some hours, which let an engine skip the rest. */
export async function ofHours(
  dialect: TableDialect,
  table: CopiedTableName,
  { from, to, part }: HourRange,
): Promise<Condition> {
  const { time } = copiedTable(table);
  const ofPart =
    part === undefined
      ? "true"
      : `${dialect.hashOf(keySql(dialect, table, await dialect.columnsOf(table)))} % ${part.of} = ${part.number}`;
  if (time === undefined) return { sql: ofPart, parameters: {} };
  return {
    sql: `"${time}" >= $after and "${time}" < $before and ${hourSql(dialect, time)} between $from_hour and $to_hour and ${ofPart}`,
    parameters: {
      // Times before 1970 are cut towards zero: the hour around it is twice as long.
      after: { type: "timestamp", ms: (from - 1) * HOUR_MS },
      before: { type: "timestamp", ms: (to + 1) * HOUR_MS },
      from_hour: { type: "integer", integer: from },
      to_hour: { type: "integer", integer: to },
    },
  };
}

/** How many rows each hour has: counted some hours at a time, however many rows the table has. */
export async function readHours(
  dialect: TableDialect,
  table: CopiedTableName,
): Promise<readonly HourCount[]> {
  const { time, holds = "true" } = copiedTable(table);
  const hour = hourSql(dialect, time);
  const lying = await dialect.ask(
    `select ${hour} as hour_number, count(*) as row_count from ${table} group by hour_number order by hour_number ${dialect.withReplaced}`,
    {},
  );
  const windows = windowsOf(
    lying.map((row) => ({ hour: integer(row, "hour_number"), rows: integer(row, "row_count") })),
    ROWS_A_COUNT,
  );
  const key = keySql(dialect, table, await dialect.columnsOf(table));
  const counts: HourCount[] = [];
  for (const window of windows) {
    const within = await ofHours(dialect, table, window);
    const rows = await dialect.ask(
      `select ${hour} as hour_number, count(*) as row_count, ${dialect.sumOf(dialect.hashOf(key))} as key_sum
       from ${table} where ${holds} and ${within.sql}
       group by hour_number having count(*) > 0 order by hour_number`,
      within.parameters,
    );
    counts.push(
      ...rows.map((row) => ({
        hour: integer(row, "hour_number"),
        rows: integer(row, "row_count"),
        keys: text(row, "key_sum"),
      })),
    );
  }
  return counts;
}

/** What the rows of some hours come to. @param besides a further condition of those that are meant */
export async function readSums(
  dialect: TableDialect,
  { table, hours }: Readonly<{ table: CopiedTableName; hours: HourRange }>,
  besides: Condition = { sql: "true", parameters: {} },
): Promise<readonly HourSum[]> {
  const { time, amounts, holds = "true" } = copiedTable(table);
  const within = await ofHours(dialect, table, hours);
  const content = contentSql(dialect, await dialect.columnsOf(table));
  const rows = await dialect.ask(
    `select ${hourSql(dialect, time)} as hour_number, count(*) as row_count, ${dialect.sumOf(content)} as hash_sum
       ${amounts.map((name) => `, ${dialect.asText(`sum("${name}")`)} as sum_of_${name}`).join("")}
     from ${table} where ${holds} and ${within.sql} and ${besides.sql}
     group by hour_number having count(*) > 0 order by hour_number`,
    { ...within.parameters, ...besides.parameters },
  );
  return rows.map((row) => ({
    hour: integer(row, "hour_number"),
    rows: integer(row, "row_count"),
    hashes: text(row, "hash_sum"),
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
  const { time, amounts, holds = "true" } = copiedTable(table);
  const all = await dialect.columnsOf(table);
  const asked =
    which === "all"
      ? all
      : all.filter(({ name }) => which === "identity" && amounts.includes(name));
  const key = keySql(dialect, table, all);
  const hash = which === "identity" ? `, ${contentSql(dialect, all)} as row_hash` : "";
  const within = hours === undefined ? undefined : await ofHours(dialect, table, hours);
  const rows = await dialect.ask(
    `select ${key} as row_key, ${hourSql(dialect, time)} as hour_number${hash}
       ${asked.map((column) => `, ${dialect.plain(column)} as read_${column.name}`).join("")}
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
    hour: integer(row, "hour_number"),
    hash: hash === "" ? null : String(wholeSumOrNull(row, "row_hash")),
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
