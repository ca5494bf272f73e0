import { OWN_TABLES, type SqlRecord, type SqlTables, type SqlValue } from "./sql-tables.ts";

/** What is needed of a connection to SQLite; whoever has the driver opens it. */
export type SqliteDatabase = Readonly<{
  exec(text: string): unknown;
  prepare(text: string): Readonly<{
    reader: boolean;
    all(...values: unknown[]): unknown[];
    run(...values: unknown[]): unknown;
  }>;
  close(): unknown;
}>;

/**
 * Works on all tables of a file, in one transaction.
 * @param writes whether it is written to: others then wait for it
 */
export async function withSqliteTables<Result>(
  database: SqliteDatabase,
  { writes }: Readonly<{ writes: boolean }>,
  work: (tables: SqlTables) => Promise<Result>,
): Promise<Result> {
  try {
    database.exec(writes ? "begin immediate" : "begin");
    try {
      const result = await work(tablesOf(database));
      database.exec("commit");
      return result;
    } catch (error) {
      database.exec("rollback");
      throw error;
    }
  } finally {
    database.close();
  }
}

function tablesOf(database: SqliteDatabase): SqlTables {
  const ask = (text: string, values: readonly unknown[]): readonly SqlRecord[] => {
    // Each is named once, in order.
    const statement = database.prepare(text.replaceAll(/\$\d+/g, "?"));
    if (statement.reader) {
      return (statement.all(...values) as Record<string, SqlValue | ArrayBuffer>[]).map(withBytes);
    }
    statement.run(...values);
    return [];
  };
  return {
    overriding: "",
    ask: async (text, values) => ask(text, values),
    tables: async () =>
      ask(
        `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
        [],
      )
        .map(({ name }) => String(name))
        .filter((name) => !OWN_TABLES.includes(name))
        .map((name) => {
          const columns = ask("select name, pk from pragma_table_info($1) order by cid", [name]);
          return {
            name,
            columns: columns.map((column) => String(column.name)),
            key: columns
              .filter(({ pk }) => Number(pk) > 0)
              .toSorted((one, other) => Number(one.pk) - Number(other.pk))
              .map((column) => String(column.name)),
            points: ask("select 1 from pragma_foreign_key_list($1)", [name]).length > 0,
          };
        }),
    // SQLite goes on behind the highest by itself.
    continuePositions: async () => undefined,
  };
}

/** The driver answers with an `ArrayBuffer`, which has no bytes of its own. */
const withBytes = (row: Readonly<Record<string, SqlValue | ArrayBuffer>>): SqlRecord =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof ArrayBuffer ? new Uint8Array(value) : value,
    ]),
  );
