import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { billLine, callFrom, importAll } from "../imports/imports.fixture.ts";
import { attempt } from "../store.fixture.ts";
import { Connection } from "./connection.ts";
import { openClickHouseLedger } from "./open-clickhouse-ledger.ts";
import { makeShards, testConfig } from "./opening-ledgers.fixture.ts";

const [url = "", second] = (process.env.HEADGATE_TEST_CLICKHOUSE ?? "").split(" ");

test("a server that does not answer is named", async () => {
  await expect(openClickHouseLedger(testConfig("http://127.0.0.1:1"))).rejects.toMatchObject({
    code: "ledger_unreachable",
    message: expect.stringContaining("127.0.0.1:1"),
  });
});

test("a server that is too old is named with its version, and nothing is made in it", async () => {
  const asked: string[] = [];
  // What an older server answers, in its own format; none of that age can be had here.
  const server = createServer((request, response) => {
    let query = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      query += text;
    });
    request.on("end", () => {
      asked.push(query);
      const isVersion = query.includes("version()");
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          meta: [{ name: isVersion ? "version" : "name", type: "String" }],
          data: [[isVersion ? "25.3.1.1" : "there"]],
        }),
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;

  await expect(openClickHouseLedger(testConfig(`http://127.0.0.1:${port}`))).rejects.toMatchObject({
    code: "ledger_version",
    message: expect.stringMatching(/is version 25\.3\.1\.1; the ledger needs \d+\.\d+ or newer/),
  });
  expect(asked.filter((query) => /^\s*(?:create|insert|alter|drop)/i.test(query))).toEqual([]);
});

describe.skipIf(url === "")("a ledger on ClickHouse", () => {
  test("a user that the server does not know is named, with what the server said of it", async () => {
    await expect(
      openClickHouseLedger(testConfig(url, { username: "nobody", password: "wrong" })),
    ).rejects.toMatchObject({
      code: "ledger_refused",
      message: expect.stringContaining('refused the user "nobody"'),
    });
  });

  test("names the versions of a schema that is newer, and leaves it as it is", async () => {
    const config = testConfig(url);
    await (await openClickHouseLedger(config)).close();
    const connection = connected(config);
    await connection.run("insert into schema_migrations values (999, 'newer', now64(6))");

    await expect(openClickHouseLedger(config)).rejects.toMatchObject({
      code: "ledger_version",
      message: expect.stringContaining("999"),
    });
  });

  test("goes on where a migration was cut off", async () => {
    const config = testConfig(url);
    await (await openClickHouseLedger(config)).close();
    const connection = connected(config);
    await connection.run("truncate table schema_migrations");
    await connection.run("drop table rollup_shares sync");

    const ledger = await openClickHouseLedger(config);
    onTestFinished(() => ledger.close());

    expect(await ledger.append({ rows: [attempt()], cursors: [] })).toMatchObject({ added: 1 });
  });

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
  });

  test("counts a call once that another source saw, where the append before ended behind its rows", async () => {
    const config = testConfig(url);
    const ledger = await openClickHouseLedger(config);
    onTestFinished(() => ledger.close());
    const response_id = "resp_0123456789abcdef0123";
    await importAll(ledger, { attempts: [callFrom("litellm", "seen", { response_id })] });
    const batch = { rows: [attempt({ response_id })], cursors: [] };
    await ledger.append(batch);
    // As the first append leaves it that is cut off between the two: nobody looked who counts.
    const connection = connected(config);
    await connection.run(
      "insert into attempts select * replace (false as superseded, row_version + 1 as row_version) from (select * from attempts where superseded)",
    );
    await connection.run(
      "insert into supersessions select * replace (1 as is_gone, row_version + 1 as row_version) from (select * from supersessions)",
    );

    expect(await ledger.append(batch)).toMatchObject({ added: 0, alreadyThere: 1 });

    const { totals } = await ledger.report("totals", {
      from: "2026-07-01T00:00:00Z",
      to: "2026-08-01T00:00:00Z",
    });
    expect(totals).toMatchObject({ calls: 1, attempts: 1 });
  });

  test("an import that was cut off on its way is moved by the next write as well", async () => {
    const config = testConfig(url);
    const ledger = await openClickHouseLedger(config);
    onTestFinished(() => ledger.close());
    const statement = "another statement";
    await importAll(ledger, { billLines: [billLine("before", { statement })] });
    const number = await ledger.beginImport({ startedAtMs: 1, named: ["a bill"] });
    await ledger.addToImport({ import: number, sequence: 0, billLines: [billLine("a")] });
    const connection = connected(config);
    // The table that it is moved into takes no rows at the moment: it is written down as moving, and gets no further.
    await connection.run("alter table bill_lines modify setting parts_to_throw_insert = 1");
    const end = { import: number, finishedAtMs: 2, read: [], skips: [], warnings: [] };
    await expect(ledger.finishImport(end)).rejects.toThrow(/TOO_MANY_PARTS/);
    await connection.run("alter table bill_lines reset setting parts_to_throw_insert");

    await ledger.append({ rows: [attempt()], cursors: [] });

    expect(await ledger.imports({ limit: 1 })).toMatchObject([{ import: number }]);
  });

  test("has its parts on the disk before they are answered for, in tables of an older Headgate too", async () => {
    const config = testConfig(url);
    await (await openClickHouseLedger(config)).close();
    const connection = connected(config);
    const unsynced = async () =>
      (
        await connection.query(
          `select name from system.tables where database = currentDatabase() and engine like '%MergeTree'
             and name <> 'schema_migrations'
             and not (engine_full like '%fsync_after_insert = 1%' and engine_full like '%fsync_part_directory = 1%')`,
        )
      ).map(({ name }) => name);
    const compact = () =>
      connection.query(
        `select name, extract(engine_full, 'min_bytes_for_wide_part = (\\d+)') as below from system.tables
         where database = currentDatabase() and below <> ''`,
      );
    expect(await unsynced()).toEqual([]);
    const compactAnew = await compact();
    // As the fifth step left them.
    for (const table of ["attempts", "spool_cursors"]) {
      await connection.run(
        `alter table ${table} reset setting fsync_after_insert, fsync_part_directory`,
      );
    }
    await connection.run("drop table import_claims sync");
    await connection.run(
      "alter table schema_migrations delete where version > 5 settings mutations_sync = 1",
    );
    expect(await unsynced()).toHaveLength(2);
    await connection.run("alter table attempts reset setting min_bytes_for_wide_part");

    const ledger = await openClickHouseLedger(config);
    onTestFinished(() => ledger.close());
    expect(await unsynced()).toEqual([]);
    // Tables that were there end as those that are made.
    expect(compactAnew).toEqual([{ name: "attempts", below: String(128 * 1024 * 1024) }]);
    expect(await compact()).toEqual(compactAnew);
    await ledger.append({
      rows: Array.from({ length: 5_000 }, (_, index) =>
        attempt({ call_id: `call-${index}`, client_call_id: `${"x".repeat(3_000)}${index}` }),
      ),
      cursors: [],
    });
    // One file for all columns: each file waits for the disk by itself.
    const parts = await connection.query(
      "select part_type, toInt64(data_uncompressed_bytes > 11000000) as is_large from system.parts where database = currentDatabase() and table = 'attempts' and active",
    );
    expect(parts).toEqual([{ part_type: "Compact", is_large: 1n }]);
  });

  test("tells of ages that were set behind the tables, with what makes them hold, and changes none", async () => {
    const config = testConfig(url);
    const told: string[] = [];
    const reopen = async (change: Partial<typeof config>) => {
      told.length = 0;
      const ledger = await openClickHouseLedger({ ...config, ...change }, ({ code, message }) =>
        told.push(code, message),
      );
      await ledger.close();
    };
    await reopen({});
    expect(told).toEqual([]);
    const connection = connected(config);
    const ages = async () => {
      const [found] = await connection.query(
        "select engine_full from system.tables where database = currentDatabase() and name = 'attempts'",
      );
      return String(found?.engine_full).match(/TTL .*?(?= SETTINGS)/)?.[0];
    };

    await reopen({ keep_days: 400 });

    expect(told[0]).toBe("ledger_ages_differ");
    expect(await ages()).toBeUndefined();
    const [statement] = told[1]?.match(/alter table attempts [^;]*/) ?? [];
    // What it says to run makes it hold.
    const all = told[1]?.match(/alter table [^;]*(?=[;.])/g) ?? [];
    for (const each of all) await connection.run(each);
    expect(all).toContain(statement);
    expect(await ages()).toContain("toIntervalDay(400)");
    await reopen({ keep_days: 400 });
    expect(told).toEqual([]);
    await reopen({ keep_days: 30 });
    expect(told[1]).toContain("interval 30 day delete");
    await reopen({});
    expect(told[1]).toContain("alter table attempts remove ttl");
  });

  test("leaves the memory of a question to its user's profile", async () => {
    const config = testConfig(url);
    await (await openClickHouseLedger(config)).close();
    const [set] = await connected(config).query(
      "select toInt64(changed) as is_set from system.settings where name = 'max_memory_usage'",
    );
    expect(set?.is_set).toBe(0n);
  });

  test.skipIf(second === undefined)(
    "lies on several shards, and answers as one",
    async () => {
      const config = testConfig(url, { cluster: "headgate" });
      for (const shard of [url, second ?? ""]) await makeShards({ ...config, url: shard });
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

  test.skipIf(second === undefined)(
    "knows the version of its schema at whichever server of a cluster it was written down",
    async () => {
      const config = testConfig(url, { cluster: "headgate" });
      const there = { ...config, url: second ?? "" };
      for (const shard of [config, there]) await makeShards(shard);
      const [own, other] = [connected(config), connected(there)];
      await own.run("truncate table schema_migrations");

      // No step is taken again: without a keeper none could be.
      const ledger = await openClickHouseLedger(config);
      await ledger.close();

      await other.run("insert into schema_migrations values (999, 'newer', now64(6))");
      await expect(openClickHouseLedger(config)).rejects.toMatchObject({ code: "ledger_version" });
    },
    180_000,
  );
});

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
