import type { StoresConfig } from "@headgate/contract";
import type { SqlCopy, SqlTables } from "@headgate/postgres";
import { openPostgresBatchStore } from "./postgres/open-postgres-batch-store.ts";
import { openBatchStore } from "./sqlite/open-batch-store.ts";

type StateConfig = StoresConfig["state"];

/**
 * Makes one store of deferred work hold what another does, and compares them; files of clients' batches are not in it.
 *
 * @param path the file of the data directory, for the side that is SQLite's
 * @throws HeadgateError `batch_unavailable`
 */
export async function copyBatchStore({
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
  // Brings the tables of both up to date: there may never have been work that could wait.
  for (const config of [from, to]) await (await openEither(config, path)).close();
  const { copySqlTables } = await import("@headgate/postgres");
  return withTables(from, { path, writes: false }, (source) =>
    withTables(to, { path, writes: true }, (target) => copySqlTables({ source, target, dryRun })),
  );
}

async function openEither(config: StateConfig, path: string) {
  if (config.kind === "sqlite") return openBatchStore({ path });
  return (await openPostgresBatchStore(config)).store;
}

async function withTables<Result>(
  config: StateConfig,
  { path, writes }: Readonly<{ path: string; writes: boolean }>,
  work: (tables: SqlTables) => Promise<Result>,
): Promise<Result> {
  const { withPostgresTables, withSqliteTables } = await import("@headgate/postgres");
  switch (config.kind) {
    case "postgres":
      return withPostgresTables({ ...config, schema: `${config.schema}_batch` }, work);
    case "sqlite": {
      const { default: Database } = await import("libsql");
      return withSqliteTables(new Database(path), { writes }, work);
    }
    default:
      return config satisfies never;
  }
}
