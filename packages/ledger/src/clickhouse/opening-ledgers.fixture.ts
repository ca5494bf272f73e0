import { randomUUID } from "node:crypto";
import { createClient } from "@clickhouse/client";
import type { ClickHouseConfig } from "@headgate/contract";
import { afterAll } from "vitest";
import type { LedgerStore } from "../store.ts";
import { openClickHouseLedger } from "./open-clickhouse-ledger.ts";

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

/**
 * Opens ledgers in one database, which is emptied where another directory is named: making all tables anew is what a
 * suite would wait for at each of its checks. To be called where tests are described.
 */
export function openingLedgers(url: string): (directory: string) => Promise<LedgerStore> {
  const config = testConfig(url);
  const client = createClient({ url });
  let last: string | undefined;
  afterAll(async () => {
    await client.command({ query: `drop database if exists ${config.database} sync` });
    await client.close();
  });
  return async (directory) => {
    if (last !== undefined && last !== directory) await empty(config.database);
    last = directory;
    return openClickHouseLedger(config);
  };

  async function empty(database: string): Promise<void> {
    const answer = await client.query({
      query: `select name from system.tables
        where database = '${database}' and total_rows > 0 and name <> 'schema_migrations'`,
      format: "JSONEachRow",
    });
    for (const { name } of await answer.json<{ name: string }>()) {
      await client.command({ query: `truncate table ${database}.${name} sync` });
    }
  }
}
