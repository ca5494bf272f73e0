import { cellKind, type TableColumn } from "../copy/cell-kind.ts";
import { bytesOf, KEY_COLUMN } from "../copy/copied-file.ts";
import { type CopiedTableName, copiedTable } from "../copy/copied-tables.ts";
import type { ExportedRows, HourRange, LedgerTables } from "../copy/ledger-tables.ts";
import {
  keySql,
  ofHours,
  readSums,
  refuseUnknown,
  type TableDialect,
} from "../copy/read-tables.ts";
import type { SqlParameters } from "../reports/ask.ts";
import { integer, text } from "../reports/sql-values.ts";
import type { Connection } from "./connection.ts";
import { countCopiedOnce } from "./count-copied-once.ts";
import { markDays } from "./mark-days.ts";
import { nextVersion, originalVersion } from "./row-version.ts";

/** Columns that ClickHouse's tables have besides; nothing of them is copied. */
const OWN_COLUMNS = new Set(["row_version", "is_gone", "phase", "ending"]);
const HOUR_MS = 3_600_000;
const DAY_MICROS = "86400000000";

/** Columns that were asked for: a schema stays as it is while a ledger is open. */
const columnsOf = new WeakMap<Connection, ReadonlyMap<string, readonly TableColumn[]>>();

/** How ClickHouse is asked for its tables. */
export const clickHouseTables = (connection: Connection): TableDialect => ({
  ask: (sql, parameters) =>
    connection.query(sql.replaceAll("select unnest(", "select arrayJoin("), parameters),
  columnsOf: async (table) => {
    const known = columnsOf.get(connection)?.get(table);
    if (known !== undefined) return known;
    const rows = await connection.query(
      "select name, type from system.columns where database = currentDatabase() and table = $table order by position",
      { table: { type: "text", text: table } },
    );
    const columns = rows
      .map((row) => ({ name: text(row, "name"), type: text(row, "type") }))
      .filter(({ name }) => !OWN_COLUMNS.has(name))
      .map(({ name, type }) => ({ name, kind: cellKind(type) }));
    columnsOf.set(connection, new Map([...(columnsOf.get(connection) ?? []), [table, columns]]));
    return columns;
  },
  plain,
  exact,
  micros: (column) => `toUnixTimestamp64Micro(${column})`,
  hoursOf: (micros) => `intDiv(${micros}, 3600000000)`,
  hashOf: (text) => `bitShiftRight(reinterpretAsUInt64(reverse(substring(MD5(${text}), 1, 8))), 4)`,
  sumOf: (hash) => `toString(sum(toInt128(${hash})))`,
  asText: (expression) => `toString(${expression})`,
  separator: "char(31)",
  withReplaced: "settings final = 0",
});

function plain({ name, kind }: TableColumn): string {
  const column = `"${name}"`;
  switch (kind) {
    case "text":
    case "integer":
    case "double":
    case "truth":
      return column;
    case "moment":
      return `toUnixTimestamp64Micro(${column})`;
    case "amount":
      return `toString(${column})`;
    case "map":
    case "list":
      return `toJSONString(${column})`;
    default:
      return kind satisfies never;
  }
}

/** A column as a text that DuckDB makes of it too. */
function exact({ name, kind }: TableColumn): string {
  const column = `"${name}"`;
  switch (kind) {
    case "text":
      return `concat('=', ${column})`;
    case "integer":
    case "truth":
      return `toString(${column})`;
    case "double":
      // Its bits: engines write the same number in different texts.
      return `toString(reinterpretAsInt64(${column}))`;
    case "moment":
      return `toString(toUnixTimestamp64Micro(${column}))`;
    case "amount":
      return `toDecimalString(${column}, 12)`;
    case "map":
      return `concat(toString(length(${column})), char(28), arrayStringConcat(arraySort(arrayMap(
        (entry, said) -> concat(entry, char(29), ifNull(concat('=', said), '')), mapKeys(${column}), mapValues(${column}))), char(28)))`;
    case "list":
      return `concat(toString(length(${column})), char(28), arrayStringConcat(${column}, char(28)))`;
    default:
      return kind satisfies never;
  }
}

/** A column as a file has it. */
const sent = (column: TableColumn): string =>
  column.kind === "moment" ? `${plain(column)} as sent_${column.name}` : `"${column.name}"`;

/** The type of a column of a file. */
function sentType(kind: TableColumn["kind"]): string {
  switch (kind) {
    case "text":
      return "Nullable(String)";
    case "integer":
    case "moment":
      return "Nullable(Int64)";
    case "double":
      return "Nullable(Float64)";
    case "truth":
      return "Nullable(Bool)";
    case "amount":
      return "Nullable(Decimal(38, 12))";
    case "map":
      return "Map(String, Nullable(String))";
    case "list":
      return "Array(String)";
    default:
      return kind satisfies never;
  }
}

/** A column of a file as the table takes it. */
const stored = ({ name, kind }: TableColumn): string =>
  kind === "moment" ? `fromUnixTimestamp64Micro(given."${name}", 'UTC')` : `given."${name}"`;

/** Adds rows up, and writes them into a file. Another may write between the two: that is seen where they are put. */
export async function exportRows(
  connection: Connection,
  { table, hours, keys, file }: Parameters<LedgerTables["exportRows"]>[0],
): Promise<ExportedRows> {
  const dialect = clickHouseTables(connection);
  const columns = await dialect.columnsOf(table);
  const key = keySql(dialect, table, columns);
  const { holds = "true", time } = copiedTable(table);
  const within = await ofHours(dialect, table, hours);
  const named = {
    sql: keys === undefined ? "true" : `${key} in (select arrayJoin($keys))`,
    parameters: { ...(keys !== undefined && { keys: { type: "texts", texts: keys } as const }) },
  };
  const sums = await readSums(dialect, { table, hours }, named);
  // Under names of their own: a name that a column has would be read as what was made of it.
  const moments = columns
    .filter(({ kind }) => kind === "moment")
    .map(({ name }) => `sent_${name} as "${name}"`);
  const others = columns.filter(({ kind }) => kind !== "moment").map(({ name }) => `"${name}"`);
  await connection.write(
    `select ${[KEY_COLUMN, ...others, ...moments].join(", ")}
     from (select ${key} as ${KEY_COLUMN}, ${columns.map(sent).join(", ")} from ${table}
       where ${holds} and ${within.sql} and ${named.sql} ${time === undefined ? "" : `order by "${time}"`})
     format Parquet`,
    { ...within.parameters, ...named.parameters },
    file,
  );
  return { columns: columns.map(({ name }) => name), sums };
}

/**
 * Puts the rows of a file in the place of those of the same keys, in one block. A row that is new gets the version that its first
 * writer would give it, so that later imports and re-ratings replace it as they do their own.
 */
export async function importRows(
  connection: Connection,
  put: Parameters<LedgerTables["importRows"]>[0],
): Promise<void> {
  const { table, hours, file, columns: given, sums } = put;
  if (sums.length === 0) return;
  const dialect = clickHouseTables(connection);
  const all = await dialect.columnsOf(table);
  refuseUnknown(table, given, all);
  const columns = all.filter(({ name }) => given.includes(name));
  const [known] = await Promise.all([
    knownVersions(connection, { table, hours }),
    table === "attempts" ? markAttempts(connection, { sums, file }) : undefined,
  ]);
  const superseded = await supersededSql(connection, put);
  const finished = table === "imports" ? ["phase"] : [];
  const names = columns.map(({ name }) => `"${name}"`);
  const structure = columns.map(({ name, kind }) => `\`${name}\` ${sentType(kind)}`);
  const isNew = known === undefined;
  const input = (columnsOfFile: readonly string[]): string =>
    `input('${columnsOfFile.join(", ")}')`;
  const from = isNew
    ? `${input(structure)} as given`
    : `${input([`${KEY_COLUMN} String`, ...structure])} as given
       left join (${known}) as known on given.${KEY_COLUMN} = known.known_key`;
  const first = firstVersion(table);
  const cell = (column: TableColumn): string =>
    column.name === "superseded" && superseded !== undefined ? superseded : stored(column);
  const version = isNew ? first : `ifNull(known.known_version + 1, ${first})`;
  const rows = sums.reduce((sum, each) => sum + each.rows, 0);
  await connection.insertFrom(
    {
      into: table,
      rest: `(${[...names, ...finished, "row_version", "is_gone"].join(", ")})
        select ${[...columns.map(cell), ...finished.map(() => "'finished'"), version, "0"].join(", ")}
        from ${from} format Parquet`,
    },
    bytesOf(file),
    {
      // Versions of rows that are gone count too.
      final: 0,
      max_insert_block_size: String(rows + 1),
      min_insert_block_size_rows: String(rows + 1),
      min_insert_block_size_bytes: "0",
    },
  );
}

/** A question for the versions of rows that are there, or were and are gone; undefined where there are none. */
async function knownVersions(
  connection: Connection,
  { table, hours }: Pick<Parameters<LedgerTables["importRows"]>[0], "table" | "hours">,
): Promise<string | undefined> {
  const dialect = clickHouseTables(connection);
  const within = await ofHours(dialect, table, hours);
  const [lying] = await connection.query(
    `select count(*) as row_count from ${table} where ${within.sql} settings final = 0`,
    within.parameters,
  );
  if (lying !== undefined && integer(lying, "row_count") === 0) return undefined;
  const key = keySql(dialect, table, await dialect.columnsOf(table));
  return `select ${key} as known_key, max(row_version) as known_version from ${table} where ${inlined(within)} group by known_key`;
}

/**
 * Of calls that come to others: an expression of whether a row does not count, after it was worked out with what is there whose rows do.
 * Undefined where rows count as they did where they come from.
 */
async function supersededSql(
  connection: Connection,
  { table, hours, file, sums, isAmongOthers = false }: Parameters<LedgerTables["importRows"]>[0],
): Promise<string | undefined> {
  if (!isAmongOthers || table !== "attempts") return undefined;
  await countCopiedOnce(connection, { file, sums });
  const { from, to } = hours;
  const within = await ofHours(clickHouseTables(connection), "supersessions", { from, to });
  return `assumeNotNull(given."row_id") in (select row_id from supersessions final where ${inlined(within)})`;
}

/** A condition with its moments and numbers in it: what stands before a file's bytes takes no parameters. */
const inlined = ({ sql, parameters }: Readonly<{ sql: string; parameters: SqlParameters }>) =>
  sql.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const parameter = parameters[name];
    if (parameter?.type === "timestamp")
      return `fromUnixTimestamp64Micro(toInt64(${BigInt(parameter.ms) * 1000n}), 'UTC')`;
    if (parameter?.type === "integer") return `toInt64(${parameter.integer})`;
    throw new TypeError(`a condition of hours has no ${name}`);
  });

/** Says before the rows are there which days change, and which sources wrote on them. */
async function markAttempts(
  connection: Connection,
  { sums, file }: Pick<Parameters<LedgerTables["importRows"]>[0], "sums" | "file">,
): Promise<void> {
  await Promise.all([
    markDays(connection, momentsOf(sums.map(({ hour }) => hour))),
    connection.insertFrom(
      {
        into: "source_days",
        rest: `(ledger_day, source, row_version, is_gone)
          select distinct fromUnixTimestamp64Micro(started_at - positiveModulo(started_at, ${DAY_MICROS}), 'UTC'), source, 0, 0
          from input('started_at Int64, source String') format Parquet`,
      },
      bytesOf(file),
      {},
    ),
  ]);
}

export async function removeRows(
  connection: Connection,
  { table, hours, keys }: Parameters<LedgerTables["removeTableRows"]>[0],
): Promise<void> {
  if (table === "attempts") await markDays(connection, daysOf(hours));
  const dialect = clickHouseTables(connection);
  const within = await ofHours(dialect, table, hours);
  const key = keySql(dialect, table, await dialect.columnsOf(table));
  await connection.run(
    `insert into ${table}
     select * replace (1 as is_gone, row_version + 1 as row_version)
     from (select * from ${table} where ${within.sql} and ${key} in (select arrayJoin($keys)))`,
    { ...within.parameters, keys: { type: "texts", texts: keys } },
  );
}

/** Times before 1970 are cut towards zero: their hours end where others begin. */
const momentsOf = (hours: readonly number[]): readonly number[] =>
  hours.flatMap((hour) => (hour > 0 ? [hour] : [hour - 1, hour])).map((hour) => hour * HOUR_MS);

/** A moment of each day from the first to the last of these hours. */
const daysOf = ({ from, to }: HourRange): readonly number[] =>
  momentsOf([
    ...Array.from({ length: Math.floor((to - from) / 24) + 1 }, (_, day) => from + day * 24),
    to,
  ]);

function firstVersion(table: CopiedTableName): string {
  switch (table) {
    case "attempts":
      return originalVersion(Date.now());
    // Imports number their versions from two: see `imports/finish-replacing.ts`.
    case "bill_lines":
    case "usage_totals":
    case "gauges":
      return "1";
    case "supersessions":
    case "replaced_attempts":
    case "reratings":
    case "revisions":
    case "imports":
    case "bill_statements":
    case "outcomes":
    case "replaced_outcomes":
      return nextVersion();
    default:
      return table satisfies never;
  }
}
