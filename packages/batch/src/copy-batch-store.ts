import type { StoresConfig } from "@headgate/contract";
import type { SqlCopy } from "@headgate/postgres";
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
  const { copyBetween } = await import("@headgate/postgres");
  return copyBetween({
    ...{ from: schemaOf(from), to: schemaOf(to), dryRun },
    openSqlite: async () => new (await import("libsql")).default(path),
  });
}

/** Beside the state's, as the store itself has it. */
const schemaOf = (config: StateConfig): StateConfig =>
  config.kind === "sqlite" ? config : { ...config, schema: `${config.schema}_batch` };

async function openEither(config: StateConfig, path: string) {
  if (config.kind === "sqlite") return openBatchStore({ path });
  return (await openPostgresBatchStore(config)).store;
}
