import type { LedgerRow } from "@headgate/contract";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore, Reports } from "../store.ts";

const MINUTE_MS = 60_000;
const hours: Reports["demand"]["query"] = {
  from: "2026-07-15T10:30:00Z",
  to: "2026-07-15T14:10:00Z",
  grain: "hour",
};
const minutes: Reports["demand"]["query"] = { ...hours, grain: "minute" };

/** What every store must answer about demand by the minute or hour. */
export function describeDemand(check: Check): void {
  const load = (store: LedgerStore, rows: readonly LedgerRow[]) =>
    store.append({ rows, cursors: [] });
  const at = (id: string, ms: number, change: Parameters<typeof attempt>[0] = {}): LedgerRow =>
    attempt({ call_id: id, started_at_ms: NOON_MS + ms, ...change });

  check("adds up what providers were asked for in each whole step", async (store) => {
    const discounted = at("b", 90_000, { usage: { input: 7, cache_read: 40, output: 2 } });
    await load(store, [
      at("a", 0, { usage: { input: 10, cache_write_5m: 3, output: 5, reasoning: 1 }, cost: 6n }),
      {
        ...discounted,
        charge: { ...discounted.charge, list_cost: dollarsOf(9n), contracted_cost: dollarsOf(8n) },
      },
      at("later", HOUR_MS, { usage: { input: 1, output: 1 }, cost: 1n }),
      at("cut off", 2 * HOUR_MS + 1),
    ]);

    const byHour = await store.report("demand", hours);
    const byMinute = await store.report("demand", minutes);

    expect(byHour.fromMs).toBe(NOON_MS - HOUR_MS);
    expect(byHour.toMs).toBe(NOON_MS + 2 * HOUR_MS);
    expect(byHour.steps).toEqual([
      {
        startMs: NOON_MS,
        attempts: 2,
        unknownAttempts: 0,
        inputTokens: 20,
        cacheReadTokens: 40,
        outputTokens: 8,
        listCost: 15n,
        contractedCost: 14n,
      },
      expect.objectContaining({ startMs: NOON_MS + HOUR_MS, attempts: 1, inputTokens: 1 }),
    ]);
    expect(byMinute.steps.map(({ startMs }) => (startMs - NOON_MS) / MINUTE_MS)).toEqual([
      0, 1, 60, 120,
    ]);
  });

  check("tells apart attempts that took no capacity, and counts unknown ones", async (store) => {
    await load(store, [
      at("unpriced", 0, { cost: null }),
      at("unmetered", 1, { usage: {}, usage_origin: "none", cost: null }),
      at("throttled", 2, {
        usage: {},
        usage_origin: "none",
        outcome: "provider_error",
        status: 429,
        cost: null,
      }),
      at("broken", 3, { usage: {}, usage_origin: "none", outcome: "unreachable", cost: null }),
      at("batch", 4, { service_tier: "batch" }),
      at("simulated", 5, { simulated: true, cost: 2n }),
      at("from the cache", 6, {
        usage: {},
        usage_origin: "none",
        cost: 0n,
        cache: { status: "hit", tier: "exact", call_id: "simulated", age_ms: 1 },
      }),
    ]);

    const { steps, leftOut, simulatedAttempts } = await store.report("demand", hours);
    const batch = await store.report("demand", { ...hours, service_tier: "batch" });

    expect(steps).toEqual([
      expect.objectContaining({ attempts: 3, unknownAttempts: 2, inputTokens: 10, listCost: 2n }),
    ]);
    expect(leftOut).toEqual({ answeredByCache: 1, notServed: 2, throttled: 1, batch: 1 });
    expect(simulatedAttempts).toBe(1);
    expect(batch.steps).toEqual([expect.objectContaining({ attempts: 1, inputTokens: 10 })]);
    expect(batch.leftOut.batch).toBe(0);
  });

  check("tells what tokens of each bucket came to, by the lines of charges", async (store) => {
    const line = (component: "input" | "output", quantity: number, cost: bigint) => ({
      component,
      quantity,
      unit_price: dollarsOf(1n),
      list_cost: dollarsOf(cost),
      price_record: "p",
    });
    const withLines = (row: LedgerRow, lines: LedgerRow["charge"]["lines"]): LedgerRow => ({
      ...row,
      charge: { ...row.charge, lines },
    });
    const lines = [line("output", 5, 50n), line("input", 10, 20n)];
    await load(store, [
      withLines(at("a", 0), lines),
      withLines(at("b", 1), lines),
      withLines(at("batch", 2, { service_tier: "batch" }), lines),
      withLines(at("cut off", 3 * HOUR_MS), lines),
    ]);

    const { byBucket } = await store.report("demand", hours);

    expect(byBucket).toEqual([
      { bucket: "input", tokens: 20, cost: 40n },
      { bucket: "output", tokens: 10, cost: 100n },
    ]);
  });

  check("answers about no more steps than a plan needs", async (store) => {
    const year = { from: "2025-07-15T00:00:00Z", to: "2026-07-15T00:00:00Z" };

    await expect(store.report("demand", { ...year, grain: "minute" })).rejects.toMatchObject({
      code: "request_invalid",
    });
    expect((await store.report("demand", { ...year, grain: "hour" })).steps).toEqual([]);
  });
}
