import { randomUUID } from "node:crypto";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import type { ClickHouseConfig } from "@headgate/contract";
import { afterAll } from "vitest";
import type { LedgerStore } from "../store.ts";
import { openClusterDoor } from "./cluster-door.fixture.ts";
import { Connection } from "./connection.ts";
import { createTable, dropTable } from "./create-table.ts";
import { migrations } from "./migrations/migrations.ts";
import { openClickHouseLedger } from "./open-clickhouse-ledger.ts";
import { sumTables } from "./rollups/sum-tables.ts";

/** A configuration for a server of the tests, with a database of its own. */
export const testConfig = (
  url: string,
  change: Partial<ClickHouseConfig> = {},
): ClickHouseConfig => ({
  kind: "clickhouse",
  url,
  username: "default",
  database: `test_${randomUUID().replaceAll("-", "")}`,
  replicated: false,
  request_timeout_ms: 60_000,
  ...change,
});

/** Makes a shard's tables as `on cluster` does: the engine of the tests has no keeper that would pass statements on. */
export async function makeShards(config: ClickHouseConfig): Promise<void> {
  const server = new Connection({ ...config, database: "default" });
  await server.run(`create database ${config.database}`);
  await server.close();
  const connection = new Connection(config);
  await connection.run(
    "create table schema_migrations (version Int64, name String, applied_at DateTime64(6, 'UTC')) engine = ReplacingMergeTree order by version",
  );
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) {
      await connection.run(statement.replace(` on cluster ${config.cluster}`, ""));
    }
  };
  for (const { version, name, tables, drops = [] } of migrations) {
    await run(drops.flatMap((table) => dropTable(table, config)));
    await run(tables.flatMap((table) => createTable(table, config)));
    await connection.run(`insert into schema_migrations values (${version}, '${name}', now64(6))`);
  }
  await run(sumTables.flatMap(({ table }) => createTable(table, config)));
  await connection.close();
}

type Opening = (directory: string) => Promise<LedgerStore>;

/**
 * Opens ledgers in one database, which is emptied where another directory is named: making all tables anew is what a
 * suite would wait for at each of its checks. To be called where tests are described.
 */
export const openingLedgers = (url: string): Opening => {
  const config = testConfig(url);
  return openingIn(config.database, [url], () => Promise.resolve(config));
};

/** As {@link openingLedgers}, in one database on all these shards. */
export function openingShards(shards: readonly string[]): Opening {
  const config = testConfig("", { cluster: "headgate" });
  let door: ReturnType<typeof openClusterDoor> | undefined;
  afterAll(async () => (await door)?.close());
  return openingIn(config.database, shards, async () => {
    door ??= openClusterDoor(shards);
    return { ...config, url: (await door).url };
  });
}

function openingIn(
  database: string,
  servers: readonly string[],
  configure: () => Promise<ClickHouseConfig>,
): Opening {
  const clients = servers.map((url) => createClient({ url }));
  let last: string | undefined;
  afterAll(async () => {
    for (const client of clients) {
      await client.command({ query: `drop database if exists ${database} sync` });
      await client.close();
    }
  });
  return async (directory) => {
    if (last !== undefined && last !== directory) {
      for (const client of clients) await empty(client, database);
    }
    last = directory;
    return openClickHouseLedger(await configure());
  };
}

async function empty(client: ClickHouseClient, database: string): Promise<void> {
  const answer = await client.query({
    query: `select name from system.tables
      where database = '${database}' and engine like '%MergeTree' and total_rows > 0 and name <> 'schema_migrations'`,
    format: "JSONEachRow",
  });
  for (const { name } of await answer.json<{ name: string }>()) {
    await client.command({ query: `truncate table ${database}.${name} sync` });
  }
}
