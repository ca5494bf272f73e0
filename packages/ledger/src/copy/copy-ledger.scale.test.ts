import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@clickhouse/client";
import { savingsQuery } from "@headgate/contract";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Connection } from "../clickhouse/connection.ts";
import { countCopiedOnce } from "../clickhouse/count-copied-once.ts";
import { openClickHouseLedger } from "../clickhouse/open-clickhouse-ledger.ts";
import { makeShards, testConfig } from "../clickhouse/opening-ledgers.fixture.ts";
import { openingLedgers } from "../duckdb/open-ledger.fixture.ts";
import {
  billLine,
  callFrom,
  gauge,
  importAll,
  outcome,
  usageTotal,
} from "../imports/imports.fixture.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
import { contentOf } from "./content-of.fixture.ts";
import { addedTableNames, copiedTableNames } from "./copied-tables.ts";
import { copyLedger } from "./copy-ledger.ts";

const [url, second] = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ") ?? [];
const DAY_MS = 24 * HOUR_MS;
const RESPONSE = "resp_0123456789abcdef0123";

const nothing = dollarsOf(0n);
const noSums = { list_cost: nothing, effective_cost: nothing, unpriced_attempts: 0 };
const difference = {
  ...{ attempts: 1, revised_attempts: 1, kept: [], before: noSums, after: noSums },
  ...{
    list_cost_difference: nothing,
    effective_cost_difference: nothing,
    simulated_difference: nothing,
  },
  ...{ by_model: [], by_cause: [] },
};

const call = (id: string, change: Parameters<typeof attempt>[0] = {}) =>
  attempt({ call_id: id, row_id: `${id}:0`, ...change });

/** Everything that a ledger holds: rows with and without prices, one that another source saw, bills, re-ratings. */
async function fill(store: LedgerStore): Promise<void> {
  await store.append({
    rows: [
      call("priced", { cost: 123_456_789_012n, response_id: RESPONSE, tags: { team: "a", z: "" } }),
      call("tiny", { cost: 1n, duration_ms: 0.1 + 0.2, started_at_ms: NOON_MS + 1 }),
      call("unpriced", { cost: null, started_at_ms: NOON_MS - 3 * DAY_MS }),
      call("quoted", { error_code: `it's a "\\" \n`, started_at_ms: NOON_MS - DAY_MS }),
    ],
    cursors: [{ segment: "writer/00000001.spool", offset: 10 }],
  });
  const content = {
    attempts: [
      callFrom("litellm", "seen", { response_id: RESPONSE, cost: 7n }),
      callFrom("litellm", "alone", { cost: 9n, started_at_ms: NOON_MS + HOUR_MS }),
    ],
    billLines: [billLine("1", { cost: "1.5" }), billLine("2", { cost: "0.000000000001" })],
    usageTotals: [usageTotal("u1")],
    gauges: [gauge("g1"), gauge("g2", { value: 0.1 })],
    outcomes: [outcome("o1"), outcome("o2", { value: "12.5" })],
  };
  await importAll(store, content);
  await importAll(
    store,
    {
      attempts: [callFrom("litellm", "alone", { cost: 11n, started_at_ms: NOON_MS + HOUR_MS })],
      billLines: [billLine("1", { cost: "2.5" })],
    },
    { restating: ["litellm"] },
  );
  await store.addOutcomes({ outcomes: [outcome("o1", { accepted: false })], atMs: NOON_MS });
  const rerating = await store.beginRerating({
    fromMs: NOON_MS - DAY_MS,
    toMs: NOON_MS + DAY_MS,
    priceBook: "book-2",
  });
  const { charge } = call("x", { cost: 55n });
  await store.addRevisions({
    rerating,
    sequence: 0,
    revisions: [
      { row_id: "priced:0", started_at_ms: NOON_MS, charge, baseline_cost: "0.000000000055" },
    ],
  });
  await store.finishRerating({
    rerating,
    appliedAtMs: NOON_MS,
    difference,
  });
}

const range = {
  from: new Date(NOON_MS - 5 * DAY_MS).toISOString(),
  to: new Date(NOON_MS + 5 * DAY_MS).toISOString(),
};

const answersOf = async (store: LedgerStore) => ({
  totals: await store.report("totals", range),
  savings: await store.report("savings", savingsQuery.parse({ ...range })),
  calls: await store.call("priced"),
  revisions: await store.chargeRevisions("priced"),
  imports: await store.imports({ limit: 10 }),
  reratings: await store.reratings(),
});

describe.skipIf(url === undefined)("a ledger is copied into another engine", () => {
  const openFile = openingLedgers();
  let folder: string;
  let file: LedgerStore;
  let engine: LedgerStore;
  const config = testConfig(url ?? "http://127.0.0.1:1");

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "headgate-copy-"));
    file = await openFile(folder);
    engine = await openClickHouseLedger(config);
  });
  afterEach(async () => {
    await file.close();
    await engine.close();
    const client = createClient({ url: config.url });
    await client.command({ query: `drop database if exists ${config.database} sync` });
    await client.close();
    await rm(folder, { recursive: true });
  });

  test("there and back, value by value", async () => {
    await fill(file);
    const there = await copyLedger({ source: file, target: engine });
    expect(there.tables.filter(({ days }) => days.some(({ equal }) => !equal))).toEqual([]);
    expect(there.equal).toBe(true);
    const content = await contentOf(file);
    for (const table of copiedTableNames) expect(content[table], table).not.toEqual([]);
    expect(await contentOf(engine)).toEqual(content);
    expect(await answersOf(engine)).toEqual(await answersOf(file));

    const backFolder = join(folder, "back");
    await mkdir(backFolder);
    const back = await openFile(backFolder);
    try {
      expect((await copyLedger({ source: engine, target: back })).equal).toBe(true);
      expect(await contentOf(back)).toEqual(content);
      expect(await answersOf(back)).toEqual(await answersOf(file));
    } finally {
      await back.close();
    }
  });

  test.skipIf(second === undefined)("into several shards, and back", async () => {
    const sharded = testConfig(config.url, { cluster: "headgate" });
    for (const shard of [config.url, second ?? ""]) await makeShards({ ...sharded, url: shard });
    const shards = await openClickHouseLedger(sharded);
    onTestFinished(async () => {
      await shards.close();
      for (const shard of [config.url, second ?? ""]) {
        const client = createClient({ url: shard });
        await client.command({ query: `drop database if exists ${sharded.database} sync` });
        await client.close();
      }
    });
    await fill(file);
    expect((await copyLedger({ source: file, target: shards })).equal).toBe(true);
    await file.append({ rows: [call("late")], cursors: [] });
    await importAll(file, { billLines: [billLine("3")] });
    expect((await copyLedger({ source: file, target: shards })).equal).toBe(true);
    expect(await contentOf(shards)).toEqual(await contentOf(file));
    expect((await copyLedger({ source: shards, target: engine })).equal).toBe(true);
    expect(await contentOf(engine)).toEqual(await contentOf(file));
    // Of one call, what comes afterwards and what is there may lie on two shards.
    const ids = Array.from({ length: 8 }, (_, at) => `${at}`);
    const before = (await shards.report("totals", range)).totals.calls;
    await shards.append({
      rows: ids.map((id) => call(`own-${id}`, { response_id: `${RESPONSE}${id}` })),
      cursors: [],
    });
    await importAll(file, {
      attempts: ids.flatMap((id) =>
        (["litellm", "otlp"] as const).map((source) =>
          callFrom(source, `late-${id}`, { response_id: `${RESPONSE}${id}` }),
        ),
      ),
    });
    expect((await copyLedger({ source: file, target: shards, rest: true })).equal).toBe(true);
    expect((await shards.report("totals", range)).totals.calls).toBe(before + ids.length);
  });

  test("once more copies what came since, and takes away what the source replaced", async () => {
    await fill(file);
    await copyLedger({ source: file, target: engine });
    const again = await copyLedger({ source: file, target: engine });
    expect(again.tables.map(({ copied, removed }) => copied + removed)).toEqual(
      copiedTableNames.map(() => 0),
    );
    await file.append({ rows: [call("late", { cost: 3n })], cursors: [] });
    await importAll(file, { billLines: [billLine("3")] });
    const since = await copyLedger({ source: file, target: engine });
    expect(since.equal).toBe(true);
    expect(since.tables.find(({ table }) => table === "attempts")?.copied).toBe(1);
    expect(since.tables.find(({ table }) => table === "bill_lines")?.removed).toBe(1);
    expect(await contentOf(engine)).toEqual(await contentOf(file));
    // What the engine imports from now on replaces what was copied.
    await importAll(engine, { billLines: [billLine("4")] });
    const lines = await engine.tableRows({
      table: "bill_lines",
      hours: { from: hourOf(NOON_MS - DAY_MS), to: hourOf(NOON_MS) },
      columns: "all",
    });
    expect(lines.map(({ values }) => values.line_id)).toEqual(["4"]);
  });

  test("cut off in the middle it goes on, while rows are appended", async () => {
    await file.append({
      rows: Array.from({ length: 60 }, (_, at) =>
        call(`many-${at}`, { cost: BigInt(at), started_at_ms: NOON_MS - at * HOUR_MS }),
      ),
      cursors: [],
    });
    const cut = new AbortController();
    await expect(
      copyLedger({
        source: file,
        target: engine,
        signal: cut.signal,
        onProgress: ({ copied }) => {
          if (copied >= 20) cut.abort(new Error("cut off"));
        },
      }),
    ).rejects.toThrow("cut off");
    const appended: Promise<unknown>[] = [];
    const rest = await copyLedger({
      source: file,
      target: engine,
      onProgress: ({ copied }) => {
        appended.push(
          file.append({ rows: [call(`meanwhile-${copied}`, { cost: 5n })], cursors: [] }),
        );
      },
    });
    await Promise.all(appended);
    expect(rest.equal).toBe(true);
    const copied = rest.tables.find(({ table }) => table === "attempts")?.copied ?? Number.NaN;
    expect(copied).toBeLessThanOrEqual(40 + appended.length);
    expect((await copyLedger({ source: file, target: engine })).equal).toBe(true);
    expect(await contentOf(engine)).toEqual(await contentOf(file));
  });

  test("both engines make the same of every value", async () => {
    const texts = ["", " ", "'\"\\/ \n\t", "\u0000\u001f\u001c", "äöü 🜂 ", "=", "null", "0"];
    const doubles = [0, 1, 0.1 + 0.2, 1e-7, 1e21, 123456.789, 5e-324, Number.MAX_VALUE];
    const costs = [0n, 1n, -1n, 10n ** 12n, -15n * 10n ** 11n, 10n ** 25n + 7n, null];
    await file.append({
      rows: Array.from({ length: 400 }, (_, at) =>
        call(`value-${at}`, {
          ...{
            cost: costs[at % costs.length] ?? null,
            duration_ms: doubles[at % doubles.length] ?? 0,
          },
          ...{ time_to_first_token_ms: Math.sqrt(at) / 7, stream: at % 2 === 0 },
          ...{
            error_code: texts[at % texts.length] ?? "",
            session: texts[(at + 3) % texts.length] ?? "",
          },
          tags: Object.fromEntries(
            texts
              .slice(at % texts.length)
              .map((text, place) => [`${text}${at % 5}`, texts[place] ?? ""]),
          ),
          started_at_ms: NOON_MS - at * 1_234_567,
        }),
      ),
      cursors: [],
    });
    await importAll(file, {
      gauges: [
        ...doubles.map((value, at) => gauge(`d${at}`, { value })),
        ...[-0.5, -1e-300].map((value, at) => gauge(`n${at}`, { value, labels: {} })),
      ],
    });

    const copy = await copyLedger({ source: file, target: engine });

    expect(copy.equal).toBe(true);
    expect(await contentOf(engine)).toEqual(await contentOf(file));
    for (const table of ["attempts", "gauges", "imports"] as const) {
      const hours = await file.tableHours(table);
      const range = { from: hours[0]?.hour ?? 0, to: hours.at(-1)?.hour ?? 0 };
      expect(await engine.tableHours(table)).toEqual(hours);
      expect(await engine.tableSums({ table, hours: range })).toEqual(
        await file.tableSums({ table, hours: range }),
      );
    }
  });

  test("an hour with many rows goes in parts, and goes on where it was cut off", async () => {
    await file.append({
      rows: Array.from({ length: 105 }, (_, at) =>
        call(`full-${at}`, { cost: BigInt(at), started_at_ms: NOON_MS + at }),
      ),
      cursors: [],
    });
    const cut = new AbortController();
    const copied: number[] = [];
    const options = { source: file, target: engine, rowsAtOnce: 20 };
    await expect(
      copyLedger({
        ...options,
        signal: cut.signal,
        onProgress: (progress) => {
          copied.push(progress.copied);
          if (copied.length === 3) cut.abort(new Error("cut off"));
        },
      }),
    ).rejects.toThrow("cut off");
    const [, , before = 0] = copied;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(105);

    const copy = await copyLedger(options);

    expect(copy.equal).toBe(true);
    const attempts = copy.tables.find(({ table }) => table === "attempts");
    expect(attempts).toMatchObject({ rows: 105, copied: 105 - before });
    expect(attempts?.days[0]?.amounts.list_cost).toEqual({
      source: dollarsOf(5460n),
      target: dollarsOf(5460n),
    });
    expect(await contentOf(engine)).toEqual(await contentOf(file));
  });

  test("a row that differs where no amount and no hash of its own shows it is found and copied again", async () => {
    await file.append({
      rows: [call("a", { tags: { team: "a" } }), call("b", { tags: { team: "b" } })],
      cursors: [],
    });
    await copyLedger({ source: file, target: engine });
    const client = createClient({ url: config.url, database: config.database });
    await client.command({
      query: `insert into attempts select * replace (map('team', 'z') as tags, row_version + 1 as row_version)
        from attempts final where call_id = 'b'`,
    });
    await client.close();

    const dry = await copyLedger({ source: file, target: engine, dryRun: true });
    expect(dry).toMatchObject({ equal: false });
    const again = await copyLedger({ source: file, target: engine });

    expect(again.equal).toBe(true);
    for (const { tables } of [dry, again]) {
      expect(tables.filter(({ copied }) => copied > 0)).toMatchObject([
        { table: "attempts", copied: 1 },
      ]);
    }
    expect(await contentOf(engine)).toEqual(await contentOf(file));
  });

  test("rows that were taken away are there again when they are copied again", async () => {
    await importAll(file, { billLines: [billLine("1"), billLine("2")] });
    await copyLedger({ source: file, target: engine });
    const [hour] = await engine.tableHours("bill_lines");
    const hours = { from: hour?.hour ?? 0, to: hour?.hour ?? 0 };
    const rows = await engine.tableRows({ table: "bill_lines", hours, columns: "key" });
    await engine.removeTableRows({ table: "bill_lines", hours, keys: rows.map(({ key }) => key) });
    expect(await engine.tableHours("bill_lines")).toEqual([]);

    const copy = await copyLedger({ source: file, target: engine });

    expect(copy.equal).toBe(true);
    expect(await contentOf(engine)).toEqual(await contentOf(file));
  });

  test("a target that was given an outcome, or an import, of its own is left as it is", async () => {
    await fill(file);
    await copyLedger({ source: file, target: engine });
    await engine.addOutcomes({ outcomes: [outcome("later")], atMs: NOON_MS });
    const content = await contentOf(engine);
    expect(await copyLedger({ source: file, target: engine })).toMatchObject({ ahead: 1 });
    expect(await contentOf(engine)).toEqual(content);

    await copyLedger({ source: engine, target: file });
    await importAll(engine, { billLines: [billLine("1", { account: "444455556666" })] });
    expect(await copyLedger({ source: file, target: engine })).toMatchObject({ ahead: 1 });
    // Both took an import under the same number.
    await importAll(
      file,
      { billLines: [billLine("1", { account: "777788889999" })] },
      { startedAtMs: NOON_MS + 5 },
    );
    expect(await copyLedger({ source: file, target: engine })).toMatchObject({ ahead: 1 });
  });

  test("a target that was written to by another is left alone", async () => {
    await file.append({ rows: [call("a")], cursors: [] });
    await engine.append({ rows: [call("b")], cursors: [] });
    expect(await copyLedger({ source: file, target: engine })).toEqual({
      equal: false,
      ahead: 1,
      tables: [],
    });
    expect(await engine.call("a")).toEqual([]);
    // Once moved, what the old one was given in between is added, and nothing is taken away.
    const rest = await copyLedger({ source: file, target: engine, rest: true });
    expect(rest.equal).toBe(true);
    expect(await engine.call("a")).toEqual(await file.call("a"));
    expect(await engine.call("b")).toHaveLength(1);
  });

  test.each([
    ["the engine", "in its hour", 0],
    ["the file", "in its hour", 0],
    ["the engine", "in another hour", HOUR_MS],
    ["the file", "in another hour", HOUR_MS],
  ] as const)(
    "what is added afterwards to %s counts once with what another source wrote there meanwhile %s",
    async (into, _there, apartMs) => {
      const [source, target] = into === "the engine" ? [file, engine] : [engine, file];
      const trace = { trace_id: "0af7651916cd43dd8448eb211c80319c", span_id: "b7ad6b7169203331" };
      // The gateway's row, and one that the old ledger's pull found less trusted, of two calls.
      await source.append({
        rows: [call("own", { response_id: RESPONSE, cost: 1n, started_at_ms: NOON_MS + apartMs })],
        cursors: [],
      });
      await importAll(source, {
        attempts: [
          callFrom("otlp", "t", { ...trace, cost: 100n, started_at_ms: NOON_MS + apartMs }),
        ],
      });
      await importAll(target, {
        attempts: [
          callFrom("litellm", "a", { response_id: RESPONSE, cost: 10n }),
          callFrom("litellm", "b", { ...trace, cost: 1_000n }),
        ],
      });

      const rest = await copyLedger({ source, target, rest: true });

      expect(rest.equal).toBe(true);
      const { totals } = await target.report("totals", range);
      expect(totals).toMatchObject({ calls: 2, effective_cost: dollarsOf(1_001n) });
      expect(await target.seenElsewhere("litellm:a")).toMatchObject([
        { row_id: "own:0" },
        { row_id: "litellm:a", counted_by: { row_id: "own:0" } },
      ]);
      expect(await target.seenElsewhere("otlp:t")).toContainEqual(
        expect.objectContaining({
          row_id: "otlp:t",
          counted_by: { row_id: "litellm:b", source: "litellm" },
        }),
      );
      const again = await copyLedger({ source, target, rest: true });
      expect(again).toMatchObject({ equal: true });
      expect(again.tables.map(({ copied }) => copied)).toEqual(addedTableNames.map(() => 0));
      expect((await target.report("totals", range)).totals).toEqual(totals);
    },
  );

  test("calls whose rows were cut off when it was known which of them count are added by the next copying", async () => {
    await file.append({ rows: [call("own", { response_id: RESPONSE, cost: 1n })], cursors: [] });
    await importAll(file, { attempts: [callFrom("otlp", "t", { response_id: RESPONSE })] });
    await importAll(engine, {
      attempts: [callFrom("litellm", "a", { response_id: RESPONSE, cost: 10n })],
    });
    const connection = new Connection(config);
    onTestFinished(() => connection.close());
    const hours = { from: hourOf(NOON_MS), to: hourOf(NOON_MS) };
    const rows = join(folder, "cut-off.parquet");
    const { sums } = await file.exportRows({ table: "attempts", hours, file: rows });
    await countCopiedOnce(connection, { file: rows, sums });

    const rest = await copyLedger({ source: file, target: engine, rest: true });

    expect(rest.equal).toBe(true);
    const { totals } = await engine.report("totals", range);
    expect(totals).toMatchObject({ calls: 1, effective_cost: dollarsOf(1n) });
    for (const superseded of ["litellm:a", "otlp:t"]) {
      expect(await engine.seenElsewhere(superseded)).toContainEqual(
        expect.objectContaining({
          row_id: superseded,
          counted_by: { row_id: "own:0", source: "gateway" },
        }),
      );
    }
  });
});

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);
