import type { SqlRecord, SqlTable, SqlTables, SqlValue } from "./sql-tables.ts";

/** Rows that are in memory at a time, of each side. */
const ROWS_A_PAGE = 500;
/** Values of one statement: fewer than either database takes. */
const VALUES_A_PUT = 10_000;

export type CopiedSqlTable = Readonly<{
  table: string;
  rows: number;
  /** Rows that were missing or differed, and were put: with `dryRun`, that would be. */
  copied: number;
  removed: number;
  /** Whether all rows of both are the same, read again once they were put. */
  equal: boolean;
}>;
export type SqlCopy = Readonly<{
  equal: boolean;
  /** A table of the target that was written to by another, behind what the source has. Nothing was copied then. */
  ahead: string | null;
  tables: readonly CopiedSqlTable[];
}>;

/**
 * Makes all tables of the target hold what the source's do, row by row, and compares them. Both are to be in one
 * transaction, so that what is copied is of one moment, and is there whole or not at all.
 */
export async function copySqlTables({
  source,
  target,
  dryRun = false,
}: Readonly<{ source: SqlTables; target: SqlTables; dryRun?: boolean }>): Promise<SqlCopy> {
  const known = new Map((await target.tables()).map((table) => [table.name, table]));
  const tables = (await source.tables()).toSorted(
    (one, other) => Number(one.points) - Number(other.points),
  );
  for (const table of tables) refuseOther(table, known.get(table.name));
  for (const table of tables) {
    if (await isAhead(source, target, table))
      return { equal: false, ahead: table.name, tables: [] };
  }
  // Those that point at others go first, and come last.
  const removed = new Map<string, number>();
  for (const table of tables.toReversed()) {
    removed.set(table.name, await removeStrange({ source, target, dryRun }, table));
  }
  const copied: CopiedSqlTable[] = [];
  for (const table of tables) {
    const gone = removed.get(table.name) ?? Number.NaN;
    copied.push(await copyTable({ source, target, dryRun }, table, gone));
  }
  return { equal: copied.every(({ equal }) => equal), ahead: null, tables: copied };
}

type Sides = Readonly<{ source: SqlTables; target: SqlTables; dryRun: boolean }>;

/** @throws Error where a table or a column would be lost */
function refuseOther(table: SqlTable, other: SqlTable | undefined): void {
  const lost = table.columns.filter((name) => other?.columns.includes(name) !== true);
  if (lost.length === 0) return;
  throw new Error(`the other database has no ${table.name} with ${lost.join(", ")}`);
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
const keyOf = ({ key }: SqlTable, row: SqlRecord): string =>
  JSON.stringify(key.map((name) => textOf(row[name] ?? null)));

function textOf(value: SqlValue): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return String(value);
}

const areSame = (table: SqlTable, one: SqlRecord | undefined, other: SqlRecord): boolean =>
  one !== undefined &&
  table.columns.every((name) => textOf(one[name] ?? null) === textOf(other[name] ?? null));

/** Positions count up and are not used twice. */
async function isAhead(source: SqlTables, target: SqlTables, table: SqlTable): Promise<boolean> {
  if (!table.columns.includes("position") || table.key.length > 1) return false;
  const last = `select max(position) as last from "${table.name}"`;
  const [[ours], [theirs]] = await Promise.all([source.ask(last, []), target.ask(last, [])]);
  if (ours?.last === null || theirs?.last === null) return false;
  return Number(theirs?.last) > Number(ours?.last);
}

async function* pagesOf(side: SqlTables, table: SqlTable, columns = table.columns) {
  let after: readonly SqlValue[] | undefined;
  for (;;) {
    const places = table.key.map((_, at) => `$${at + 1}`).join(", ");
    const rows = await side.ask(
      `select ${quoted(columns)} from "${table.name}"
       ${after === undefined ? "" : `where (${quoted(table.key)}) > (${places})`}
       order by ${quoted(table.key)} limit ${ROWS_A_PAGE}`,
      after ?? [],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_A_PAGE) return;
    after = table.key.map((name) => last[name] ?? null);
  }
}

async function removeStrange({ source, target, dryRun }: Sides, table: SqlTable): Promise<number> {
  const own = new Set<string>();
  for await (const rows of pagesOf(source, table, table.key)) {
    for (const row of rows) own.add(keyOf(table, row));
  }
  const strange: SqlRecord[] = [];
  for await (const rows of pagesOf(target, table, table.key)) {
    strange.push(...rows.filter((row) => !own.has(keyOf(table, row))));
  }
  if (dryRun) return strange.length;
  const which = table.key.map((name, at) => `"${name}" = $${at + 1}`).join(" and ");
  for (const row of strange) {
    await target.ask(
      `delete from "${table.name}" where ${which}`,
      table.key.map((name) => row[name] ?? null),
    );
  }
  return strange.length;
}

async function copyTable(
  { source, target, dryRun }: Sides,
  table: SqlTable,
  removed: number,
): Promise<CopiedSqlTable> {
  let [rows, copied, same] = [0, 0, 0];
  for await (const page of pagesOf(source, table)) {
    const before = await sameKeys(target, table, page);
    const wanted = page.filter((row) => !areSame(table, before.get(keyOf(table, row)), row));
    if (!dryRun) await put(target, table, wanted);
    const after = dryRun || wanted.length === 0 ? before : await sameKeys(target, table, page);
    rows += page.length;
    copied += wanted.length;
    same += page.filter((row) => areSame(table, after.get(keyOf(table, row)), row)).length;
  }
  if (copied > 0 && !dryRun) await target.continuePositions(table);
  const [counted] = await target.ask(`select count(*) as row_count from "${table.name}"`, []);
  return {
    table: table.name,
    rows,
    copied,
    removed,
    equal: same === rows && Number(counted?.row_count) === rows,
  };
}

/** The rows of a side that have the keys of these, by key. */
async function sameKeys(
  side: SqlTables,
  table: SqlTable,
  page: readonly SqlRecord[],
): Promise<ReadonlyMap<string, SqlRecord>> {
  const found = new Map<string, SqlRecord>();
  const most = Math.floor(VALUES_A_PUT / table.key.length);
  for (let at = 0; at < page.length; at += most) {
    const part = page.slice(at, at + most);
    const rows = await side.ask(
      `select ${quoted(table.columns)} from "${table.name}"
       where ${ofKeys(table, part.length)}`,
      part.flatMap((row) => table.key.map((name) => row[name] ?? null)),
    );
    for (const row of rows) found.set(keyOf(table, row), row);
  }
  return found;
}

/** The condition of rows with any of these keys; no list of pairs is read alike by both. */
function ofKeys({ key }: SqlTable, rows: number): string {
  const [only] = key;
  if (key.length === 1) {
    return `"${only}" in (${Array.from({ length: rows }, (_, row) => `$${row + 1}`).join(", ")})`;
  }
  return Array.from(
    { length: rows },
    (_, row) =>
      `(${key.map((name, column) => `"${name}" = $${row * key.length + column + 1}`).join(" and ")})`,
  ).join(" or ");
}

/** `($1, $2), ($3, $4)` */
const placesOf = (rows: number, columns: number): string =>
  Array.from(
    { length: rows },
    (_, row) =>
      `(${Array.from({ length: columns }, (__, column) => `$${row * columns + column + 1}`).join(", ")})`,
  ).join(", ");

async function put(target: SqlTables, table: SqlTable, rows: readonly SqlRecord[]): Promise<void> {
  const most = Math.max(1, Math.floor(VALUES_A_PUT / table.columns.length));
  const others = table.columns.filter((name) => !table.key.includes(name));
  for (let at = 0; at < rows.length; at += most) {
    const part = rows.slice(at, at + most);
    await target.ask(
      `insert into "${table.name}" (${quoted(table.columns)}) ${target.overriding}
       values ${placesOf(part.length, table.columns.length)}
       on conflict (${quoted(table.key)}) do ${
         others.length === 0
           ? "nothing"
           : `update set ${others.map((name) => `"${name}" = excluded."${name}"`).join(", ")}`
       }`,
      part.flatMap((row) => table.columns.map((name) => row[name] ?? null)),
    );
  }
}
