import type { Gauge, LedgerRow } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { expect } from "vitest";
import { gauge, importAll } from "../imports/imports.fixture.ts";
import type { Check } from "../store.conformance.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
import type { UsageByModelQuery } from "./usage-by-model.ts";

const DAY_MS = 24 * HOUR_MS;
const question: UsageByModelQuery = {
  before: { from: "2026-07-14T00:00:00Z", to: "2026-07-15T00:00:00Z" },
  from: "2026-07-15T00:00:00Z",
  to: "2026-07-16T00:00:00Z",
  by: "team",
  limit: 10,
};

const priced = (
  id: string,
  team: string,
  change: Partial<LedgerRow> & { cost?: bigint | null } = {},
): LedgerRow => attempt({ call_id: id, request_model: "large", attribution: { team }, ...change });

const withLines = (row: LedgerRow, lines: LedgerRow["charge"]["lines"]): LedgerRow => ({
  ...row,
  charge: { ...row.charge, lines },
});
const line = (
  component: "input" | "cache_read" | "web_searches",
  quantity: number,
  cost: bigint,
) => ({
  component,
  quantity,
  unit_price: dollarsOf(1n),
  list_cost: formatDollars(picodollars(cost)),
  price_record: "p",
});

/** What every store must answer about the use and cost of models in two ranges. */
export function describeUsageByModel(check: Check): void {
  const load = (store: LedgerStore, rows: readonly LedgerRow[]) =>
    store.append({ rows, cursors: [] });

  check("adds up tokens and costs by bucket, in each of two ranges", async (store) => {
    const lines = [
      line("input", 10, 700n),
      line("cache_read", 30, 90n),
      line("web_searches", 1, 5n),
    ];
    await load(store, [
      withLines(priced("a", "red", { cost: 795n }), lines),
      withLines(priced("b", "red", { cost: 795n }), lines),
      withLines(priced("c", "red", { cost: 795n, started_at_ms: NOON_MS - DAY_MS }), lines),
      priced("earlier", "red", { started_at_ms: NOON_MS - 2 * DAY_MS }),
      priced("unpriced", "red", { cost: null }),
    ]);

    expect(await store.report("usage-by-model", question)).toEqual({
      rows: [
        {
          period: "after",
          value: "red",
          isOther: false,
          model: "large",
          attempts: 2,
          cost: 1590n,
          buckets: [
            { bucket: "cache_read", tokens: 60, cost: 180n },
            { bucket: "input", tokens: 20, cost: 1400n },
          ],
        },
        {
          period: "before",
          value: "red",
          isOther: false,
          model: "large",
          attempts: 1,
          cost: 795n,
          buckets: [
            { bucket: "cache_read", tokens: 30, cost: 90n },
            { bucket: "input", tokens: 10, cost: 700n },
          ],
        },
      ],
      unpriced: { before: 0, after: 1 },
    });
  });

  check(
    "takes a bucket's cost from the operator's overlay where one acted, and leaves out what another model used",
    async (store) => {
      const overlay = {
        names: ["discount"],
        contracted_cost: dollarsOf(600n),
        effective_cost: dollarsOf(600n),
        billed_cost: dollarsOf(600n),
      };
      await load(store, [
        withLines(priced("a", "red", { cost: 650n }), [
          { ...line("input", 10, 700n), overlay },
          { ...line("input", 5, 50n), model: "helper" },
        ]),
      ]);

      const { rows } = await store.report("usage-by-model", question);

      expect(rows[0]?.buckets).toEqual([{ bucket: "input", tokens: 10, cost: 600n }]);
    },
  );

  check(
    "names the values that moved the cost most, the same in both ranges, and adds up the rest",
    async (store) => {
      const earlier = { started_at_ms: NOON_MS - DAY_MS };
      await load(store, [
        priced("steady 1", "steady", { cost: 900n, ...earlier }),
        priced("steady 2", "steady", { cost: 910n }),
        priced("gone", "gone", { cost: 500n, ...earlier }),
        priced("new", "new", { cost: 20n }),
      ]);

      const { rows } = await store.report("usage-by-model", { ...question, limit: 1 });

      expect(
        rows.map(({ period, value, isOther, cost }) => [period, value, isOther, cost]),
      ).toEqual([
        ["after", null, true, 930n],
        ["before", "gone", false, 500n],
        ["before", null, true, 900n],
      ]);
    },
  );

  check("counts calls as priced when all of their attempts are", async (store) => {
    await load(store, [
      priced("whole", "red", { cost: 5n, final: false }),
      priced("whole", "red", { cost: 7n, attempt: 1 }),
      priced("part", "red", { cost: 11n, final: false }),
      priced("part", "red", { cost: null, attempt: 1 }),
    ]);

    expect(await store.report("priced-calls", { from: question.from, to: question.to })).toEqual({
      calls: 1,
      cost: 12n,
    });
  });

  check("weights a GPU's utilisation by time where all measurements tell theirs", async (store) => {
    const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
    const busy = (id: string, value: number, change: Partial<Gauge> = {}): Gauge =>
      gauge(id, { at_ms: NOON_MS, measure: "accelerator_utilisation", value, ...change });
    await importAll(store, {
      gauges: [
        busy("a", 1, { period_ms: 60_000 }),
        busy("b", 0, { period_ms: 180_000 }),
        busy("other measure", 9, { measure: "accelerator_power_watts" }),
      ],
    });

    expect(await store.report("gpu-utilisation", july)).toEqual({
      ...{ measurements: 2, mean: 0.25, bounds: 0 },
    });
    const none = { from: "2026-09-01T00:00:00Z", to: "2026-10-01T00:00:00Z" };
    expect(await store.report("gpu-utilisation", none)).toEqual({
      ...{ measurements: 0, mean: null, bounds: 0 },
    });
  });

  check("leaves out of a GPU's utilisation what is at most that, and counts it", async (store) => {
    const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
    const busy = (id: string, value: number, labels: Gauge["labels"]): Gauge =>
      gauge(id, { at_ms: NOON_MS, measure: "accelerator_utilisation", value, labels });
    await importAll(store, { gauges: [busy("sum of eight", 0.8, { devices: "unknown" })] });

    expect(await store.report("gpu-utilisation", july)).toEqual({
      ...{ measurements: 0, mean: null, bounds: 1 },
    });

    await importAll(store, { gauges: [busy("one of one", 0.3, { devices: "1" })] });

    expect(await store.report("gpu-utilisation", july)).toEqual({
      ...{ measurements: 1, mean: 0.3, bounds: 1 },
    });
  });

  check("counts an endpoint whose GPUs are measured one by one once an hour", async (store) => {
    const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
    const busy = (id: string, value: number, change: Partial<Gauge>): Gauge =>
      gauge(id, { measure: "accelerator_utilisation", value, workload: "chat", ...change });
    const of = (accelerator: string) => ({ AcceleratorId: accelerator, devices: "1" });
    await importAll(store, {
      gauges: [
        busy("first", 0.2, { at_ms: NOON_MS, labels: of("0") }),
        busy("second", 0.4, { at_ms: NOON_MS + 60_000, labels: of("1") }),
        busy("of both", 0.9, { at_ms: NOON_MS, labels: { devices: "2" } }),
        busy("at most", 0.9, { at_ms: NOON_MS, labels: { devices: "unknown" } }),
        busy("of both, later", 0.6, { at_ms: NOON_MS + 3_600_000, labels: { devices: "2" } }),
        busy("another's", 0.8, { at_ms: NOON_MS, workload: "other", labels: { devices: "2" } }),
      ],
    });

    const { mean, ...counts } = await store.report("gpu-utilisation", july);
    expect(counts).toEqual({ measurements: 4, bounds: 0 });
    expect(mean).toBeCloseTo((0.2 + 0.4 + 0.6 + 0.8) / 4, 12);
  });
}
