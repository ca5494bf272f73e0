import { describe, expect, onTestFinished, test, vi } from "vitest";
import { billLine, gauge, importAll, usageTotal } from "../imports/imports.fixture.ts";
import { DAY_MS, dayOf } from "../reports/rollups/day-plan.ts";
import { attempt } from "../store.fixture.ts";
import { Connection } from "./connection.ts";
import { openClickHouseLedger } from "./open-clickhouse-ledger.ts";
import { testConfig } from "./opening-ledgers.fixture.ts";

vi.setConfig({ testTimeout: 600_000 });

const [url = ""] = (process.env.HEADGATE_TEST_CLICKHOUSE ?? "").split(" ");
const KEEP_DAYS = 30;
// Noons that are days away from the boundary, so that it makes no difference when this runs.
const today = dayOf(Date.now());
const oldMs = today - (KEEP_DAYS + 10) * DAY_MS + DAY_MS / 2;
const youngMs = today - 5 * DAY_MS + DAY_MS / 2;
const range = {
  from: new Date(oldMs - DAY_MS).toISOString(),
  to: new Date(today + DAY_MS).toISOString(),
};

const calls = (name: string, count: number, startedAtMs: number) =>
  Array.from({ length: count }, (_, index) =>
    attempt({ call_id: `${name}-${index}`, started_at_ms: startedAtMs, cost: 5n }),
  );
const onDay = (atMs: number) => ({
  charge_period_start_ms: dayOf(atMs),
  charge_period_end_ms: dayOf(atMs) + DAY_MS,
  billing_period_start_ms: dayOf(atMs) - DAY_MS,
  billing_period_end_ms: dayOf(atMs) + 2 * DAY_MS,
});

describe.skipIf(url === "")("keep_days", () => {
  test("what is older goes from every table, its sums with it, and all questions answer from what is left", async () => {
    const { ledger, connection } = await opened({ keep_days: KEEP_DAYS });
    await ledger.append({
      rows: [...calls("old", 3, oldMs), ...calls("young", 2, youngMs)],
      cursors: [{ segment: "w/1", offset: 10 }],
    });
    await importAll(ledger, {
      billLines: [
        billLine("old", { statement: "old", ...onDay(oldMs) }),
        billLine("young", { statement: "young", ...onDay(youngMs) }),
      ],
      usageTotals: [oldMs, youngMs].map((start_ms) =>
        usageTotal(`total-${start_ms}`, { start_ms, end_ms: start_ms + DAY_MS }),
      ),
      gauges: [oldMs, youngMs].map((at_ms) => gauge(`gauge-${at_ms}`, { at_ms })),
    });
    expect(await ledger.buildSums()).toBe(2);
    expect(await told()).toEqual({ rows: 5, attempts: 5, days: 2, lines: 2 });

    await mergeAll(connection);

    expect(await told()).toEqual({ rows: 2, attempts: 2, days: 1, lines: 1 });
    expect((await ledger.extent()).firstRowAtMs).toBe(youngMs);
    expect(await ledger.call("old-0")).toEqual([]);
    expect(await ledger.call("young-0")).toHaveLength(1);
    expect(await olderRows(connection)).toEqual([]);
    expect(await ledger.buildSums()).toBe(0);
    // Where the loader stands has no age.
    expect(await ledger.cursors()).toEqual([{ segment: "w/1", offset: 10 }]);

    async function told() {
      const { totals } = await ledger.report("totals", range);
      const spend = await ledger.report("spend-over-time", { ...range, grain: "day", limit: 9 });
      const bills = await ledger.report("bill-by", { ...range, by: "provider_name", limit: 9 });
      return {
        rows: (await ledger.extent()).rows,
        attempts: totals.attempts,
        days: spend.rows.filter(({ calls: count }) => count > 0).length,
        lines: bills.rows.reduce((sum, row) => sum + row.lines, 0),
      };
    }
  });

  test("a late row of a day that went is counted until it goes as well, and nothing of what went comes back", async () => {
    const { ledger, connection } = await opened({ keep_days: KEEP_DAYS });
    await ledger.append({ rows: calls("old", 3, oldMs), cursors: [] });
    await ledger.buildSums();
    await mergeAll(connection);
    const attempts = async () => (await ledger.report("totals", range)).totals.attempts;
    expect(await attempts()).toBe(0);

    await ledger.append({ rows: calls("late", 1, oldMs), cursors: [] });

    expect(await attempts()).toBe(1);
    expect(await ledger.buildSums()).toBe(1);
    expect(await attempts()).toBe(1);
    await mergeAll(connection);
    expect(await attempts()).toBe(0);
  });
});

const tablesOf = (connection: Connection) =>
  connection.query(
    "select name from system.tables where database = currentDatabase() and engine like '%MergeTree'",
  );

/** What a server does of itself, sooner or later: parts are merged, and what is too old goes. */
async function mergeAll(connection: Connection): Promise<void> {
  for (const { name } of await tablesOf(connection)) {
    await connection.run(`system start ttl merges ${name}`);
    await connection.run(`optimize table ${name} final`);
    await connection.run(`system stop ttl merges ${name}`);
  }
}

/** Which tables hold rows older than the boundary, by the column that their age is told by. */
async function olderRows(connection: Connection): Promise<readonly unknown[]> {
  const tables = await connection.query(
    `select name, extract(engine_full, 'TTL toDateTime\\((\\w+)\\) \\+ toIntervalDay\\(${KEEP_DAYS}\\)') as time
     from system.tables where database = currentDatabase() and time <> ''`,
  );
  expect(tables.length).toBeGreaterThan(5);
  const boundary = `toDateTime(${(today - KEEP_DAYS * DAY_MS) / 1000})`;
  const found: unknown[] = [];
  for (const { name, time } of tables) {
    const [row] = await connection.query(
      `select toInt64(count()) as older from ${name} where ${time} < ${boundary}`,
      {},
      { final: 0 },
    );
    if (Number(row?.older) > 0) found.push(name);
  }
  return found;
}

async function opened(change: Parameters<typeof testConfig>[1]) {
  const config = testConfig(url, change);
  const connection = new Connection(config);
  const ledger = await openClickHouseLedger(config);
  // Nothing goes before it is said to.
  for (const { name } of await tablesOf(connection)) {
    await connection.run(`system stop ttl merges ${name}`);
  }
  onTestFinished(async () => {
    await ledger.close();
    await connection.close();
    const server = new Connection({ ...config, database: "default" });
    await server.run(`drop database if exists ${config.database}`);
    await server.close();
  });
  return { ledger, connection };
}
