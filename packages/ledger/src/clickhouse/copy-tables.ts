import { cellKind, type TableColumn } from "../copy/cell-kind.ts";
import type { CopiedTableName } from "../copy/copied-tables.ts";
import type { LedgerTables, TableRow } from "../copy/ledger-tables.ts";
import { keySql, ofHours, refuseUnknown, type TableDialect } from "../copy/read-tables.ts";
import { text } from "../reports/sql-values.ts";
import { around } from "./around.ts";
import type { Connection } from "./connection.ts";
import { countOnce } from "./count-once.ts";
import { markDays, markSources } from "./mark-days.ts";
import { nextVersion, originalVersion } from "./row-version.ts";
import type { SeenRow } from "./same-calls.ts";

/** Columns that ClickHouse's tables have besides; nothing of them is copied. */
const OWN_COLUMNS = new Set(["row_version", "is_gone", "phase", "ending"]);
const HOUR_MS = 3_600_000;

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
  micros: (column) => `toUnixTimestamp64Micro(${column})`,
  hoursOf: (micros) => `intDiv(${micros}, 3600000000)`,
  hashOf: (text) =>
    `toString(sum(toInt128(reinterpretAsUInt64(reverse(unhex(concat('0', substring(lower(hex(MD5(${text}))), 1, 15))))))))`,
  asText: (expression) => `toString(${expression})`,
  separator: "char(31)",
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

/** A text as `cellText` makes it, as JSONCompactEachRow has it. */
function cellOf({ kind }: TableColumn, value: string | null): string {
  if (value === null) return "null";
  switch (kind) {
    case "text":
    case "amount":
      return JSON.stringify(value);
    case "integer":
    case "double":
    case "truth":
    case "moment":
    case "list":
      return value;
    case "map":
      return JSON.stringify(Object.fromEntries(JSON.parse(value) as [string, string | null][]));
    default:
      return kind satisfies never;
  }
}

/**
 * Puts rows in the place of those of the same keys. A row that is new gets the version that its first writer would give
 * it, so that later imports and re-ratings replace it as they do their own.
 */
export async function putRows(
  connection: Connection,
  { table, hours, rows, isAmongOthers = false }: Parameters<LedgerTables["putTableRows"]>[0],
): Promise<void> {
  const [first] = rows;
  const isCountedAnew = isAmongOthers && table === "attempts";
  if (first === undefined) return;
  const dialect = clickHouseTables(connection);
  const columns = (await dialect.columnsOf(table)).filter(({ name }) => name in first.values);
  refuseUnknown(table, Object.keys(first.values), columns);
  const [versions] = await Promise.all([
    knownVersions(connection, { table, hours, keys: rows.map(({ key }) => key) }),
    table === "attempts" ? markAttempts(connection, rows) : undefined,
  ]);
  const finished = table === "imports" ? ["finished"] : [];
  const superseded = isCountedAnew ? await countPut(connection, rows) : undefined;
  await connection.insert(
    table,
    [...columns.map(({ name }) => name), ...finished.map(() => "phase"), "row_version", "is_gone"],
    rows.map(
      ({ key, values }) =>
        `[${[
          ...columns.map((column) =>
            superseded !== undefined && column.name === "superseded"
              ? String(superseded.has(String(values.row_id)))
              : cellOf(column, values[column.name] ?? null),
          ),
          ...finished.map((phase) => JSON.stringify(phase)),
          versionOf(table, versions.get(key)),
          "0",
        ].join(",")}]`,
    ),
  );
}

/**
 * Lets of each call those rows count that its most trusted source wrote, these among them: before they are put. Cut off in between,
 * they are not there, so they are put again, and looked at again.
 * @returns which of these do not count
 */
async function countPut(
  connection: Connection,
  rows: readonly TableRow[],
): Promise<ReadonlySet<string>> {
  await countOnce(connection, rows.map(seenInRow));
  const found = await connection.ask(
    `select row_id from supersessions
     where started_at >= $from and started_at <= $to and row_id in (select unnest($row_ids))`,
    {
      ...around(rows.map(startedAtMs), 1),
      row_ids: { type: "texts", texts: rows.map(({ values }) => values.row_id ?? null) },
    },
  );
  return new Set(found.map((row) => text(row, "row_id")));
}

const seenInRow = (row: TableRow): SeenRow => ({
  rowId: String(row.values.row_id),
  source: String(row.values.source),
  startedAtMs: startedAtMs(row),
  responseId: row.values.response_id ?? null,
  requestId: row.values.provider_request_id ?? null,
  traceId: row.values.trace_id ?? null,
  spanId: row.values.span_id ?? null,
});

async function markAttempts(connection: Connection, rows: readonly TableRow[]): Promise<void> {
  await Promise.all([
    markDays(connection, rows.map(startedAtMs)),
    markSources(
      connection,
      rows.map((row) => ({
        source: String(row.values.source) as Parameters<typeof markSources>[1][number]["source"],
        started_at_ms: startedAtMs(row),
      })),
    ),
  ]);
}

export async function removeRows(
  connection: Connection,
  { table, hours, keys }: Parameters<LedgerTables["removeTableRows"]>[0],
): Promise<void> {
  if (table === "attempts") await markDays(connection, [hours.from * HOUR_MS, hours.to * HOUR_MS]);
  const dialect = clickHouseTables(connection);
  const within = ofHours(dialect, table, hours);
  const key = keySql(dialect, table, await dialect.columnsOf(table));
  await connection.run(
    `insert into ${table}
     select * replace (1 as is_gone, row_version + 1 as row_version)
     from (select * from ${table} where ${within.sql} and ${key} in (select arrayJoin($keys)))`,
    { ...within.parameters, keys: { type: "texts", texts: keys } },
  );
}

const startedAtMs = ({ values }: TableRow): number => Math.floor(Number(values.started_at) / 1000);

/** Versions of rows that are there, or were and are gone. */
async function knownVersions(
  connection: Connection,
  { table, hours, keys }: Parameters<LedgerTables["removeTableRows"]>[0],
): Promise<ReadonlyMap<string, bigint>> {
  const dialect = clickHouseTables(connection);
  const within = ofHours(dialect, table, hours);
  const key = keySql(dialect, table, await dialect.columnsOf(table));
  const rows = await connection.query(
    `select ${key} as row_key, max(row_version) as version from ${table}
     where ${within.sql} and ${key} in (select arrayJoin($keys))
     group by row_key settings final = 0`,
    { ...within.parameters, keys: { type: "texts", texts: keys } },
  );
  return new Map(
    rows.map((row) => {
      const { version } = row;
      if (typeof version !== "bigint") throw new TypeError("the ledger answered with no version");
      return [text(row, "row_key"), version];
    }),
  );
}

function versionOf(table: CopiedTableName, known: bigint | undefined): string {
  if (known !== undefined) return String(known + 1n);
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
