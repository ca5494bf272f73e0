import { type ClickHouseConfig, HeadgateError } from "@headgate/contract";
import { integer, text } from "../reports/sql-values.ts";
import type { Connection } from "./connection.ts";
import { compactTable, createTable, dropTable, localName, syncTable } from "./create-table.ts";
import type { Migration } from "./migrations/migration.ts";
import { migrations } from "./migrations/migrations.ts";

/** The oldest release that has all that is asked of it: common table expressions that are worked out once. */
const OLDEST_VERSION = { year: 26, month: 7 } as const;

/**
 * Makes the database and brings its schema up to date. ClickHouse has no transactions: each statement is safe to
 * repeat, and a step is written down as done behind its last one, so that one which was cut off is done again.
 *
 * @throws HeadgateError `ledger_version` where the server is too old, or the schema is of a newer Headgate
 */
export async function migrate(
  connection: Connection,
  config: ClickHouseConfig,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await refuseOldServer(connection, config);
  await makeList(connection, config);
  const current = await currentVersion(connection, config);
  const newest = Math.max(...steps.map(({ version }) => version));
  if (current > newest) {
    throw new HeadgateError(
      "ledger_version",
      `The schema of the ledger "${config.database}" has version ${current}, and this Headgate knows only ${newest}: start the newer one.`,
      { current, newest },
    );
  }
  for (const { version, name, tables, drops = [], isSynced, compacts = [] } of steps) {
    if (version <= current) continue;
    for (const table of drops) {
      for (const statement of dropTable(table, config)) await connection.run(statement);
    }
    for (const table of tables) {
      for (const statement of createTable(table, config)) await connection.run(statement);
    }
    if (isSynced === true) await syncTables(connection, config, steps);
    for (const compact of compacts) await connection.run(compactTable(compact, config));
    await connection.run("insert into schema_migrations values ($version, $name, $applied_at)", {
      version: { type: "integer", integer: version },
      name: { type: "text", text: name },
      applied_at: { type: "timestamp", ms: Date.now() },
    });
  }
}

/** All tables that steps made, and tables of sums of whichever version. */
async function syncTables(
  connection: Connection,
  config: ClickHouseConfig,
  steps: readonly Migration[],
): Promise<void> {
  const names = steps
    .flatMap(({ tables }) => tables)
    .map(({ name }) => (config.cluster === undefined ? name : localName(name)));
  const there = await connection.query(
    `select name from system.tables
     where database = currentDatabase() and engine like '%MergeTree'
       and (name in (select arrayJoin($names)) or match(name, '^rollup_[a-z_]+_v[0-9]+(_local)?$'))`,
    { names: { type: "texts", texts: names } },
  );
  for (const table of there) await connection.run(syncTable(text(table, "name"), config));
}

/**
 * Which steps are done. Each server of a cluster has a list of its own, and a step is written down at the door that it was taken by: all
 * are asked. A user that may not ask other servers reads the list of this one.
 */
async function currentVersion(connection: Connection, config: ClickHouseConfig): Promise<number> {
  const versionIn = async (list: string, skipsAway: 0 | 1): Promise<number> => {
    const [found] = await connection.query(
      `select max(version) as current from ${list}`,
      {},
      // One that is away, or was never given its tables, keeps nobody from the others.
      { skip_unavailable_shards: skipsAway },
    );
    return found === undefined || found.current === null ? 0 : integer(found, "current");
  };
  const own = await versionIn("schema_migrations", 0);
  if (config.cluster === undefined) return own;
  try {
    const all = `clusterAllReplicas('${config.cluster}', '${config.database}', 'schema_migrations')`;
    return Math.max(own, await versionIn(all, 1));
  } catch (error) {
    if (error instanceof HeadgateError && error.code === "ledger_refused") return own;
    throw error;
  }
}

/** Where it is written down which steps are done; a user that may make no table is not asked to where it is there. */
async function makeList(connection: Connection, config: ClickHouseConfig): Promise<void> {
  const [there] = await connection.query(
    "select name from system.tables where database = $database and name = 'schema_migrations'",
    { database: { type: "text", text: config.database } },
  );
  if (there !== undefined) return;
  const onCluster = config.cluster === undefined ? "" : ` on cluster ${config.cluster}`;
  await connection.run(
    `create table if not exists schema_migrations${onCluster} (version Int64, name String, applied_at DateTime64(6, 'UTC'))
     engine = ReplacingMergeTree order by version`,
  );
}

/** @throws HeadgateError `ledger_version` where the server is too old */
export async function refuseOldServer(
  connection: Connection,
  config: ClickHouseConfig,
): Promise<void> {
  const [found] = await connection.query("select version() as version");
  const version = found === undefined ? "" : text(found, "version");
  const [year = 0, month = 0] = version.split(".").map(Number);
  const { year: oldestYear, month: oldestMonth } = OLDEST_VERSION;
  if (year > oldestYear || (year === oldestYear && month >= oldestMonth)) return;
  throw new HeadgateError(
    "ledger_version",
    `ClickHouse at ${new URL(config.url).host} is version ${version}; the ledger needs ${oldestYear}.${oldestMonth} or newer.`,
    { version },
  );
}
