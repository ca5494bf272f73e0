import type { DuckDBConnection } from "@duckdb/node-api";
import { cellKind, type TableColumn } from "../copy/cell-kind.ts";
import { KEY_COLUMN } from "../copy/copied-file.ts";
import type { CopiedTableName } from "../copy/copied-tables.ts";
import { copiedTable } from "../copy/copied-tables.ts";
import type { ExportedRows, HourRange, LedgerTables } from "../copy/ledger-tables.ts";
import {
  keySql,
  ofHours,
  readSums,
  refuseUnknown,
  type TableDialect,
} from "../copy/read-tables.ts";
import type { SqlParameters } from "../reports/ask.ts";
import { text } from "../reports/sql-values.ts";
import { countOnce, SAME_CALL_MS } from "./imports/count-once.ts";
import { query } from "./query.ts";
import { markDays } from "./rollups/mark-days.ts";
import { inTransaction } from "./transaction.ts";

/** What an engine that reads a file takes at once: it reads some of them side by side. */
const ROWS_A_GROUP = 20_000;
const HOUR_MS = 3_600_000;

/** How DuckDB is asked for its tables. */
export const duckdbTables = (connection: DuckDBConnection): TableDialect => ({
  ask: (sql, parameters) => query(connection, sql, parameters),
  columnsOf: async (table) => {
    const rows = await query(
      connection,
      `select column_name, data_type from duckdb_columns()
       where table_name = $table and not internal and database_name <> 'temp' order by column_index`,
      { table: { type: "text", text: table } },
    );
    return rows.map((row) => ({
      name: text(row, "column_name"),
      kind: cellKind(text(row, "data_type")),
    }));
  },
  plain,
  exact,
  micros: (column) => `epoch_us(${column})`,
  hoursOf: (micros) => `cast(trunc(${micros} / 3600000000) as bigint)`,
  hashOf: (text) => `cast(concat('0x', substr(md5(${text}), 1, 15)) as bigint)`,
  sumOf: (hash) => `cast(sum(${hash}) as varchar)`,
  asText: (expression) => `cast(${expression} as varchar)`,
  separator: "chr(31)",
  withReplaced: "",
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
      return `epoch_us(${column})`;
    case "amount":
      return `cast(${column} as varchar)`;
    case "map":
    case "list":
      return `cast(to_json(${column}) as varchar)`;
    default:
      return kind satisfies never;
  }
}

/** A column as a text that ClickHouse makes of it too. */
function exact({ name, kind }: TableColumn): string {
  const column = `"${name}"`;
  switch (kind) {
    case "text":
      return `'=' || ${column}`;
    case "integer":
    case "truth":
    case "amount":
      return `cast(${column} as varchar)`;
    case "double":
      // Its bits: engines write the same number in different texts.
      return `cast(cast(cast(${column} as bit) as bigint) as varchar)`;
    case "moment":
      return `cast(epoch_us(${column}) as varchar)`;
    case "map":
      return `concat(len(map_keys(${column})), chr(28), array_to_string(list_sort(list_transform(map_entries(${column}),
        lambda entry: concat(entry.key, chr(29), '=' || entry.value))), chr(28)))`;
    case "list":
      return `concat(len(${column}), chr(28), array_to_string(${column}, chr(28)))`;
    default:
      return kind satisfies never;
  }
}

/** A column as a file has it. */
const sent = ({ name, kind }: TableColumn): string =>
  kind === "moment" ? `epoch_us("${name}") as "${name}"` : `"${name}"`;

/** A column of a file as the table takes it. */
function stored({ name, kind }: TableColumn): string {
  const cell = `"${name}"`;
  switch (kind) {
    case "text":
      return cell;
    case "integer":
      return `cast(${cell} as bigint)`;
    case "double":
      return `cast(${cell} as double)`;
    case "truth":
      return `cast(${cell} as boolean)`;
    case "moment":
      return `make_timestamp(cast(${cell} as bigint))`;
    case "amount":
      return `cast(${cell} as decimal(38,12))`;
    case "map":
      return `cast(${cell} as map(varchar, varchar))`;
    case "list":
      return `cast(${cell} as varchar[])`;
    default:
      return kind satisfies never;
  }
}

/** Writes rows into a file, and adds them up: both see one moment of the ledger. */
export async function exportRows(
  connection: DuckDBConnection,
  { table, hours, keys, file }: Parameters<LedgerTables["exportRows"]>[0],
): Promise<ExportedRows> {
  const dialect = duckdbTables(connection);
  const columns = await dialect.columnsOf(table);
  const key = keySql(dialect, table, columns);
  const { holds = "true" } = copiedTable(table);
  const within = await ofHours(dialect, table, hours);
  if (keys !== undefined) await keepKeys(connection, keys);
  const named = keys === undefined ? "true" : `${key} in (select copied_key from temp.copied_keys)`;
  return inTransaction(connection, async () => {
    const sums = await readSums(dialect, { table, hours }, { sql: named, parameters: {} });
    await connection.run(
      `copy (select ${key} as ${KEY_COLUMN}, ${columns.map(sent).join(", ")} from ${table}
         where ${holds} and ${inlined(within)} and ${named})
       to ${quoted(file)} (format parquet, compression snappy, row_group_size ${ROWS_A_GROUP})`,
    );
    return { columns: columns.map(({ name }) => name), sums };
  });
}

async function keepKeys(connection: DuckDBConnection, keys: readonly string[]): Promise<void> {
  await connection.run("create or replace temp table copied_keys (copied_key varchar)");
  await query(connection, "insert into temp.copied_keys select unnest($keys)", {
    keys: { type: "texts", texts: keys },
  });
}

/** Puts the rows of a file in the place of those of the same keys, all or none. */
export async function importRows(
  connection: DuckDBConnection,
  put: Parameters<LedgerTables["importRows"]>[0],
): Promise<void> {
  const { table, hours, file, columns: given, sums, isAmongOthers = false } = put;
  if (sums.length === 0) return;
  const isCountedAnew = isAmongOthers && table === "attempts";
  const dialect = duckdbTables(connection);
  const columns = await dialect.columnsOf(table);
  refuseUnknown(table, given, columns);
  const own = columns.filter(({ name }) => given.includes(name));
  const within = await ofHours(dialect, table, hours);
  const key = keySql(dialect, table, columns);
  await inTransaction(connection, async () => {
    await query(
      connection,
      `delete from ${table}
       where ${within.sql} and ${key} in (select ${KEY_COLUMN} from read_parquet(${quoted(file)}))`,
      within.parameters,
    );
    await connection.run(
      `insert into ${table} (${own.map(({ name }) => `"${name}"`).join(", ")})
       select ${own
         .map((column) =>
           isCountedAnew && column.name === "superseded" ? "false" : stored(column),
         )
         .join(", ")} from read_parquet(${quoted(file)})`,
    );
    if (isCountedAnew) await countCopiedOnce(connection, put);
    await forgetSums(connection, table, hours);
  });
}

/** Lets of each call those rows count that its most trusted source wrote, among the rows of a file and all that is there besides. */
function countCopiedOnce(
  connection: DuckDBConnection,
  { file, sums }: Pick<Parameters<LedgerTables["importRows"]>[0], "file" | "sums">,
): Promise<void> {
  const hours = sums.map(({ hour }) => hour);
  const least = hours.reduce((one, other) => Math.min(one, other)) - 1;
  const most = hours.reduce((one, other) => Math.max(one, other)) + 1;
  return countOnce(
    connection,
    {
      from: { type: "timestamp", ms: Math.max(0, least * HOUR_MS - SAME_CALL_MS) },
      to: { type: "timestamp", ms: most * HOUR_MS + SAME_CALL_MS },
    },
    { sql: `select row_id from read_parquet(${quoted(file)})`, parameters: {} },
  );
}

export const removeRows = (
  connection: DuckDBConnection,
  { table, hours, keys }: Parameters<LedgerTables["removeTableRows"]>[0],
): Promise<void> =>
  inTransaction(connection, async () => {
    await forgetSums(connection, table, hours);
    const dialect = duckdbTables(connection);
    const within = await ofHours(dialect, table, hours);
    const key = keySql(dialect, table, await dialect.columnsOf(table));
    await query(
      connection,
      `delete from ${table} where ${within.sql} and ${key} in (select unnest($keys))`,
      { ...within.parameters, keys: { type: "texts", texts: keys } },
    );
  });

/** No sum is read any more, and the next opening of the file makes all of them anew. */
async function forgetSums(
  connection: DuckDBConnection,
  table: CopiedTableName,
  hours: HourRange,
): Promise<void> {
  await connection.run("delete from rollup_version");
  await connection.run("update rollup_days set is_built = false where is_built");
  await connection.run("delete from rollup_outcomes");
  await connection.run("delete from rollup_outcome_calls");
  if (table !== "attempts") return;
  const within = await ofHours(duckdbTables(connection), table, hours);
  await markDays(
    connection,
    `select started_at from attempts where ${within.sql}`,
    within.parameters,
  );
}

/** A condition with its moments and numbers in it: what a file is written of takes no parameters. */
const inlined = ({ sql, parameters }: Readonly<{ sql: string; parameters: SqlParameters }>) =>
  sql.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const parameter = parameters[name];
    if (parameter?.type === "timestamp") return `make_timestamp(${BigInt(parameter.ms) * 1000n})`;
    if (parameter?.type === "integer") return String(parameter.integer);
    throw new TypeError(`a condition of hours has no ${name}`);
  });

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
