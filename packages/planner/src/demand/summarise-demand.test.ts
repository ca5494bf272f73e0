import { expect, test } from "vitest";
import type { DemandTrace } from "./demand-trace.ts";
import { summariseDemand } from "./summarise-demand.ts";

const MINUTE_MS = 60_000;
/** A constructed trace in which every minute costs a dollar. */
const summaryOf = (minutes: number, changes: Partial<DemandTrace> = {}) => {
  const each = (value: number) => new Float64Array(minutes).fill(value);
  const trace: DemandTrace = {
    fromMs: Date.parse("2026-11-29T10:00:00Z"),
    stepMs: MINUTE_MS,
    calls: each(1),
    inputTokens: each(100),
    cacheReadTokens: each(0),
    outputTokens: each(10),
    onDemandMicrodollars: each(1_000_000),
    unknownCalls: 0,
    ...changes,
  };
  return summariseDemand({
    trace,
    origin: {
      leftOut: { answeredByCache: 0, notServed: 0, throttled: 0, batch: 0 },
      simulatedAttempts: 0,
    },
    outlook: { kind: "history_too_short", neededDays: 42, knownDays: 0 },
    weeks: [],
  });
};

test("a month is told from a day on: an hour of traffic stands for none", () => {
  expect(summaryOf(60)).toMatchObject({
    steps: 60,
    on_demand_per_month: null,
    p95_over_mean: null,
    peak_over_mean: null,
  });
  expect(summaryOf(1_440)).toMatchObject({
    on_demand_per_month: "43800.000000000000",
    p95_over_mean: 1,
    peak_over_mean: 1,
  });
});

test("demand of which no call's cost is known has none, not $0; with some known it has theirs", () => {
  const nothing = { onDemandMicrodollars: new Float64Array(1_440), unknownCalls: 1_440 };

  expect(summaryOf(1_440, nothing)).toMatchObject({ attempts: 1_440, on_demand_per_month: null });
  expect(summaryOf(1_440, { unknownCalls: 1_439 }).on_demand_per_month).not.toBeNull();
});

test("a day in which nothing was asked cost nothing", () => {
  const nothing = { onDemandMicrodollars: new Float64Array(1_440), calls: new Float64Array(1_440) };

  expect(summaryOf(1_440, nothing).on_demand_per_month).toBe("0.000000000000");
});
