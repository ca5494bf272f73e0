import { parsePolicies, type SimulationReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { firstPolicies, leverLines, readTexts, simulationFacts } from "./view-model.ts";

const report: SimulationReport = {
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-29T00:00:00.000Z",
  depth: "facts",
  simulated: false,
  calls: 1_200,
  calls_without_cost: 2,
  sample: null,
  cost_per_month: { now: "100.000000000000", next: "88.000000000000" },
  saved_per_month: { estimate: "12.000000000000", low: null, high: null },
  levers: [
    {
      lever: "exact-cache",
      calls: 1_000,
      moved: 120,
      unknown: 1,
      dollars_per_month: { estimate: "12.000000000000", low: null, high: null },
      effects: ["120 more calls get an earlier answer, at once."],
    },
  ],
  not_simulated: [],
  latency: { answered: 120, saved_ms: 108_000, moved: 0, moved_unknown: 0, deferred: 0, untold: 0 },
  quality: {
    uncertified: { now: 0, next: 0 },
    cut: { now: 12, next: 24 },
    near_answers: { now: { calls: 0, most_wrong: null }, next: { calls: 600, most_wrong: 0.02 } },
  },
  mean_duration_ms: { now: 900, next: 800 },
};

test("what stands in the form at first is a policy", () => {
  expect(parsePolicies(firstPolicies, "policies")).toHaveLength(1);
});

test("today's cost stands beside the new one, and what is not known is said", () => {
  expect(simulationFacts(report).map(({ value }) => value)).toEqual([
    "≥ $100.00",
    "≥ $88.00",
    "$12.00",
    "800 ms",
  ]);
  expect(readTexts(report)).toEqual([
    "Tried out on 1,200 calls.",
    "A cache answers 120 calls at once: 108 seconds of waiting fewer.",
    "Answers that end at a limit: 12 of 1,200 calls now (1 %), 24 then (2 %).",
    "May get a near question's answer: 0 calls now (none), 600 then (at most 2 % of them wrong).",
    "2 calls without a known cost add nothing.",
  ]);
  expect(leverLines(report)[0]).toMatchObject({ calls: "1,000", moved: "120, 1 not known" });
});

test("where no call has a price, neither cost nor saving is told as $0", () => {
  const zero = "0.000000000000";
  const none = { estimate: zero, low: null, high: null };
  const unpriced: SimulationReport = {
    ...report,
    calls_without_cost: 1_200,
    cost_per_month: { now: zero, next: zero },
    saved_per_month: none,
    levers: report.levers.map((lever) => ({ ...lever, dollars_per_month: none })),
  };

  expect(
    simulationFacts(unpriced)
      .slice(0, 3)
      .map(({ value }) => value),
  ).toEqual(["unknown", "unknown", "unknown"]);
  expect(leverLines(unpriced)[0]?.saves).toBe("unknown");
});
