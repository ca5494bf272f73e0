import type { StoresConfig } from "@headgate/contract";
import { copySqlTables, type SqlCopy } from "./copy-sql-tables.ts";
import { withPostgresTables } from "./postgres-tables.ts";
import type { SqlTables } from "./sql-tables.ts";
import { type SqliteDatabase, withSqliteTables } from "./sqlite-tables.ts";

type StateConfig = StoresConfig["state"];

/**
 * Copies all tables from one database into the other, whole or not at all, and compares them. Both have their tables.
 * @param openSqlite opens the file, where one of them is SQLite's
 */
export const copyBetween = ({
  from,
  to,
  dryRun,
  openSqlite,
}: Readonly<{
  from: StateConfig;
  to: StateConfig;
  dryRun: boolean;
  openSqlite: () => Promise<SqliteDatabase>;
}>): Promise<SqlCopy> =>
  withTables(from, { openSqlite, writes: false }, (source) =>
    withTables(to, { openSqlite, writes: true }, (target) =>
      copySqlTables({ source, target, dryRun }),
    ),
  );

async function withTables<Result>(
  config: StateConfig,
  { openSqlite, writes }: Readonly<{ openSqlite: () => Promise<SqliteDatabase>; writes: boolean }>,
  work: (tables: SqlTables) => Promise<Result>,
): Promise<Result> {
  switch (config.kind) {
    case "postgres":
      return withPostgresTables(config, work);
    case "sqlite":
      return withSqliteTables(await openSqlite(), { writes }, work);
    default:
      return config satisfies never;
  }
}
