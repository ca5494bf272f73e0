import { expect, test } from "vitest";
import type { DemandTrace } from "./demand-trace.ts";
import { summariseDemand } from "./summarise-demand.ts";

const MINUTE_MS = 60_000;
/** A constructed trace in which every minute costs a dollar. */
const summaryOf = (minutes: number) => {
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
