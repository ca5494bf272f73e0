import type { DuckDBConnection } from "@duckdb/node-api";
import { cellKind, type TableColumn } from "../copy/cell-kind.ts";
import type { CopiedTableName } from "../copy/copied-tables.ts";
import type { HourRange, LedgerTables, TableRow } from "../copy/ledger-tables.ts";
import { keySql, ofHours, refuseUnknown, type TableDialect } from "../copy/read-tables.ts";
import { text } from "../reports/sql-values.ts";
import { countOnce, SAME_CALL_MS } from "./imports/count-once.ts";
import { query } from "./query.ts";
import { markDays } from "./rollups/mark-days.ts";
import { inTransaction } from "./transaction.ts";

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
  micros: (column) => `epoch_us(${column})`,
  hoursOf: (micros) => `cast(trunc(${micros} / 3600000000) as bigint)`,
  hashOf: (text) =>
    `cast(sum(cast(concat('0x', substr(md5(${text}), 1, 15)) as bigint)) as varchar)`,
  asText: (expression) => `cast(${expression} as varchar)`,
  separator: "chr(31)",
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

/** A text as `cellText` makes it, as the column takes it. */
function stored({ name, kind }: TableColumn): string {
  const cell = `given."${name}"`;
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
      return `map_from_entries(list_transform(cast(cast(${cell} as json) as json[]),
        lambda entry: struct_pack(k := entry ->> 0, v := entry ->> 1)))`;
    case "list":
      return `cast(cast(${cell} as json) as varchar[])`;
    default:
      return kind satisfies never;
  }
}

/** Puts rows in the place of those of the same keys, all or none. */
export async function putRows(
  connection: DuckDBConnection,
  { table, hours, rows, isAmongOthers = false }: Parameters<LedgerTables["putTableRows"]>[0],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const dialect = duckdbTables(connection);
  const columns = (await dialect.columnsOf(table)).filter(({ name }) => name in first.values);
  refuseUnknown(table, Object.keys(first.values), columns);
  const shape = JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, "VARCHAR"])));
  await inTransaction(connection, async () => {
    await remove(connection, { table, hours, keys: rows.map(({ key }) => key) });
    await query(
      connection,
      `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(", ")})
       select ${columns.map(stored).join(", ")}
       from (select unnest(from_json(cast(row_text as json), '${shape.replaceAll("'", "''")}'))
         from (select unnest($rows) as row_text)) as given`,
      { rows: { type: "texts", texts: rows.map(({ values }) => JSON.stringify(values)) } },
    );
    if (isAmongOthers && table === "attempts") await countPut(connection, rows);
    await forgetSums(connection, table, hours);
  });
}

async function countPut(connection: DuckDBConnection, rows: readonly TableRow[]): Promise<void> {
  const row_ids = {
    type: "texts",
    texts: rows.map(({ values }) => values.row_id ?? null),
  } as const;
  await query(
    connection,
    "update attempts set superseded = false where superseded and row_id in (select unnest($row_ids))",
    { row_ids },
  );
  const times = rows.map(({ values }) => Number(BigInt(values.started_at ?? "") / 1000n));
  await countOnce(
    connection,
    {
      from: {
        type: "timestamp",
        ms: Math.max(0, times.reduce((least, time) => Math.min(least, time)) - SAME_CALL_MS),
      },
      to: {
        type: "timestamp",
        ms: times.reduce((most, time) => Math.max(most, time)) + SAME_CALL_MS + 1,
      },
    },
    { sql: "select unnest($row_ids)", parameters: { row_ids } },
  );
}

export const removeRows = (
  connection: DuckDBConnection,
  removed: Parameters<LedgerTables["removeTableRows"]>[0],
): Promise<void> =>
  inTransaction(connection, async () => {
    await forgetSums(connection, removed.table, removed.hours);
    await remove(connection, removed);
  });

async function remove(
  connection: DuckDBConnection,
  { table, hours, keys }: Parameters<LedgerTables["removeTableRows"]>[0],
): Promise<void> {
  const dialect = duckdbTables(connection);
  const within = ofHours(dialect, table, hours);
  const key = keySql(dialect, table, await dialect.columnsOf(table));
  await query(
    connection,
    `delete from ${table} where ${within.sql} and ${key} in (select unnest($keys))`,
    { ...within.parameters, keys: { type: "texts", texts: keys } },
  );
}

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
  const within = ofHours(duckdbTables(connection), table, hours);
  await markDays(
    connection,
    `select started_at from attempts where ${within.sql}`,
    within.parameters,
  );
}
