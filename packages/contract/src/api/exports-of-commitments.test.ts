import { expect, test } from "vitest";
import { exportsOfCommitments } from "./exports-of-commitments.ts";
import type { PlanExport } from "./plan.ts";
import type { OfferPlan, PlannedTogether, PlannedUnits } from "./plan-commitments.ts";

const script = (name: string, text: string): PlanExport => ({
  tool: "aws_cli",
  file_name: `${name}.sh`,
  text,
  notes: [],
});
const none = { low: "0", estimate: "0", high: "0", basis: "constructed" };
const nothing = { units: 0, cost_per_month: "0", saving_per_month: "0" };
const planned = (offer: string, units: number): OfferPlan => {
  const plan: PlannedUnits = {
    kind: "planned",
    unit: "unit",
    units,
    term_months: 12,
    committed_per_month: "0",
    on_demand_per_month: none,
    saving_per_month: none,
    break_even_utilisation: 0.7,
    utilisation: null,
    marginal_utilisation: null,
    marginal_worth: null,
    first_worth: 1,
    overflow_share: 0,
    refused: null,
    regret_per_month: { p10: "0", p90: "0" },
    beside: { mean: nothing, p95: nothing },
    ladder: null,
    course: { step_ms: 3_600_000, history: [], outlook: [] },
    turning_points: [],
    exports: [script(offer, `${units} of ${offer}`)],
    notes: [],
  };
  return { offer, part: null, plan };
};
const offers = [planned("one", 7), planned("three", 5), planned("refusing", 15)];
const together: PlannedTogether = {
  kind: "planned",
  units: [
    { offer: "one", units: 0 },
    { offer: "three", units: 2 },
  ],
  committed_per_month: "0",
  saving_per_month: none,
  gap: 0,
  exports: [script("three", "2 of three")],
  notes: [],
};
const textsOf = (plan: Parameters<typeof exportsOfCommitments>[0]) =>
  exportsOfCommitments(plan).exports.map(({ text }) => text);

test("of rivals that are planned together what together is best is exported, and others for themselves", () => {
  expect(textsOf({ offers, together })).toEqual(["2 of three", "15 of refusing"]);
  expect(textsOf({ offers, together: null })).toEqual(["7 of one", "5 of three", "15 of refusing"]);
});

test("where offers have no plan together nothing is exported, and that is said", () => {
  const { exports, withheld } = exportsOfCommitments({
    offers,
    together: { kind: "no_plan", reasons: [] },
  });

  expect(exports).toEqual([]);
  expect(withheld).toContain("nothing is exported");
});
