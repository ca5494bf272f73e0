import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@clickhouse/client";
import { savingsQuery } from "@headgate/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openClickHouseLedger } from "../clickhouse/open-clickhouse-ledger.ts";
import { testConfig } from "../clickhouse/opening-ledgers.fixture.ts";
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
import { copiedTableNames } from "./copied-tables.ts";
import { copyLedger } from "./copy-ledger.ts";

const url = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];
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

/** All rows of all tables that hold something of their own. */
async function contentOf(store: LedgerStore): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {};
  for (const table of copiedTableNames) {
    const hours = await store.tableHours(table);
    const rows = await Promise.all(
      hours.map(({ hour }) =>
        store.tableRows({ table, hours: { from: hour, to: hour }, columns: "all" }),
      ),
    );
    tables[table] = rows.flat();
  }
  return tables;
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

  test.each(["the engine", "the file"])(
    "what is added afterwards to %s counts once with what another source wrote there meanwhile",
    async (into) => {
      const [source, target] = into === "the engine" ? [file, engine] : [engine, file];
      const trace = { trace_id: "0af7651916cd43dd8448eb211c80319c", span_id: "b7ad6b7169203331" };
      // The gateway's row, and one that the old ledger's pull found less trusted, of two calls.
      await source.append({
        rows: [call("own", { response_id: RESPONSE, cost: 1n })],
        cursors: [],
      });
      await importAll(source, { attempts: [callFrom("otlp", "t", { ...trace, cost: 100n })] });
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
    },
  );
});

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);
