import type { SimulationReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderSimulation } from "./render-simulation.ts";

const none = { estimate: "0.000000000000", low: null, high: null };
const report: SimulationReport = {
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-29T00:00:00.000Z",
  depth: "facts",
  simulated: false,
  calls: 1_000,
  calls_without_cost: 0,
  sample: null,
  cost_per_month: { now: "0.004200000000", next: "0.003100000000" },
  saved_per_month: { ...none, estimate: "0.001100000000" },
  levers: [
    {
      lever: "exact-cache",
      calls: 1_000,
      moved: 120,
      unknown: 120,
      dollars_per_month: none,
      effects: [],
    },
  ],
  not_simulated: [],
  latency: { answered: 0, saved_ms: 0, moved: 0, moved_unknown: 0, deferred: 0, untold: 0 },
  quality: {
    uncertified: { now: 0, next: 0 },
    cut: { now: 0, next: 0 },
    near_answers: { now: { calls: 0, most_wrong: null }, next: { calls: 0, most_wrong: null } },
  },
  mean_duration_ms: null,
};

test("small sums have as many places as they need, and what is not known is not $0", () => {
  const known = renderSimulation(report, 100);
  expect(known).toContain("Now        $0.00420 a month");
  expect(known).toContain("Saves      $0.00110 a month");
  expect(known).toMatch(/exact-cache +1,000 +120 +120 +unknown/);

  const zero = none.estimate;
  const unpriced = { calls_without_cost: 1_000, cost_per_month: { now: zero, next: zero } };
  const unknown = renderSimulation({ ...report, ...unpriced, saved_per_month: none }, 100);
  expect(unknown).not.toContain("$0.00");
  expect(unknown).toContain("Now        unknown a month");
});
