import type { StoresConfig } from "@headgate/contract";
import type { SqlCopy, SqlTables } from "@headgate/postgres";
import { openState } from "./open-state.ts";

type StateConfig = StoresConfig["state"];

/**
 * Makes one small state hold what another does, and compares them. Both are opened for it: the source may be in use, and
 * what is copied of it is of one moment.
 *
 * @param path the file of the data directory, for the side that is SQLite's
 * @throws HeadgateError `state_unusable`
 */
export async function copyState({
  from,
  to,
  path,
  dryRun,
}: Readonly<{
  from: StateConfig;
  to: StateConfig;
  path: string;
  dryRun: boolean;
}>): Promise<SqlCopy> {
  // Brings the target's tables up to date.
  await (await openState(to, path)).close();
  const { copySqlTables } = await import("@headgate/postgres");
  return withTables(from, { path, writes: false }, (source) =>
    withTables(to, { path, writes: true }, (target) => copySqlTables({ source, target, dryRun })),
  );
}

async function withTables<Result>(
  config: StateConfig,
  { path, writes }: Readonly<{ path: string; writes: boolean }>,
  work: (tables: SqlTables) => Promise<Result>,
): Promise<Result> {
  const { withPostgresTables, withSqliteTables } = await import("@headgate/postgres");
  switch (config.kind) {
    case "postgres":
      return withPostgresTables(config, work);
    case "sqlite": {
      const { default: Database } = await import("libsql");
      return withSqliteTables(new Database(path), { writes }, work);
    }
    default:
      return config satisfies never;
  }
}
