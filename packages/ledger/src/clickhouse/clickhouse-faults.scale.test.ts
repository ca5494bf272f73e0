import { describe, expect, onTestFinished, test } from "vitest";
import { billLine } from "../imports/imports.fixture.ts";
import { attempt } from "../store.fixture.ts";
import { Connection } from "./connection.ts";
import { createTable } from "./create-table.ts";
import { migrations } from "./migrations/migrations.ts";
import { openClickHouseLedger } from "./open-clickhouse-ledger.ts";
import { testConfig } from "./opening-ledgers.fixture.ts";

const [url = "", second] = (process.env.HEADGATE_TEST_CLICKHOUSE ?? "").split(" ");

test("a server that does not answer is named", async () => {
  await expect(openClickHouseLedger(testConfig("http://127.0.0.1:1"))).rejects.toMatchObject({
    code: "ledger_unreachable",
    message: expect.stringContaining("127.0.0.1:1"),
  });
});

describe.skipIf(url === "")("a ledger on ClickHouse", () => {
  test("names the versions of a schema that is newer, and leaves it as it is", async () => {
    const config = testConfig(url);
    await (await openClickHouseLedger(config)).close();
    const connection = connected(config);
    await connection.run("insert into schema_migrations values (999, 'newer', now64(6))");

    await expect(openClickHouseLedger(config)).rejects.toMatchObject({
      code: "ledger_version",
      message: expect.stringContaining("999"),
    });
  }, 120_000);

  test("goes on where a migration was cut off", async () => {
    const config = testConfig(url);
    await (await openClickHouseLedger(config)).close();
    const connection = connected(config);
    await connection.run("truncate table schema_migrations");
    await connection.run("drop table rollup_shares sync");

    const ledger = await openClickHouseLedger(config);
    onTestFinished(() => ledger.close());

    expect(await ledger.append({ rows: [attempt()], cursors: [] })).toMatchObject({ added: 1 });
  }, 120_000);

  test("moves the rest of an import that was cut off on its way, at the next opening", async () => {
    const config = testConfig(url);
    const first = await openClickHouseLedger(config);
    const number = await first.beginImport({ startedAtMs: 1, named: ["a bill"] });
    await first.addToImport({ import: number, sequence: 0, billLines: [billLine("a")] });
    const end = { import: number, finishedAtMs: 2, read: [], skips: [], warnings: [] };
    const summary = await first.finishImport(end);
    await first.close();
    // As a failure leaves it behind the first step of its move: written down as moved, with its rows still waiting.
    const connection = connected(config);
    await connection.run(
      "insert into imports select * replace ('moving' as phase, null as summary, null as finished_at, row_version + 1 as row_version) from (select * from imports)",
    );

    const again = await openClickHouseLedger(config);
    onTestFinished(() => again.close());

    expect(await again.imports({ limit: 2 })).toMatchObject([{ import: number }]);
    expect(await again.finishImport(end)).toMatchObject({
      import_number: summary.import_number,
    });
    const bills = await again.report("bill-by", {
      from: "2026-07-01T00:00:00Z",
      to: "2026-08-01T00:00:00Z",
      by: "provider_name",
      limit: 9,
    });
    expect(bills.rows).toMatchObject([{ lines: 1 }]);
  }, 120_000);

  test.skipIf(second === undefined)(
    "lies on several shards, and answers as one",
    async () => {
      const config = testConfig(url, { cluster: "headgate" });
      for (const shard of [url, second ?? ""]) await makeTables({ ...config, url: shard });
      const ledger = await openClickHouseLedger(config);
      onTestFinished(() => ledger.close());
      const rows = Array.from({ length: 100 }, (_, index) => attempt({ call_id: `call-${index}` }));

      expect(await ledger.append({ rows, cursors: [] })).toMatchObject({ added: 100 });
      expect(await ledger.append({ rows, cursors: [] })).toMatchObject({ alreadyThere: 100 });

      expect((await ledger.extent()).rows).toBe(100);
      const { totals } = await ledger.report("totals", {
        from: "2026-07-01T00:00:00Z",
        to: "2026-08-01T00:00:00Z",
      });
      expect(totals.attempts).toBe(100);
      const [own] = await connected(config).query("select count() as own from attempts_local");
      expect(Number(own?.own)).toBeGreaterThan(0);
      expect(Number(own?.own)).toBeLessThan(100);
    },
    180_000,
  );
});

/** As `on cluster` makes them: the engine of the tests has no keeper that would pass statements on. */
async function makeTables(config: ReturnType<typeof testConfig>): Promise<void> {
  const server = new Connection({ ...config, database: "default" });
  await server.run(`create database ${config.database}`);
  await server.close();
  const connection = connected(config);
  await connection.run(
    "create table schema_migrations (version Int64, name String, applied_at DateTime64(6, 'UTC')) engine = ReplacingMergeTree order by version",
  );
  for (const { version, name, tables } of migrations) {
    for (const statement of tables.flatMap((table) => createTable(table, config))) {
      await connection.run(statement.replace(" on cluster headgate", ""));
    }
    await connection.run(`insert into schema_migrations values (${version}, '${name}', now64(6))`);
  }
}

function connected(config: ReturnType<typeof testConfig>): Connection {
  const connection = new Connection(config);
  onTestFinished(async () => {
    await connection.close();
    const server = new Connection({ ...config, database: "default" });
    await server.run(`drop database if exists ${config.database}`);
    await server.close();
  });
  return connection;
}
