import {
  commitmentsPlanSchema,
  demandSummarySchema,
  parseCommitmentsFile,
} from "@headgate/contract";
import { expect, test } from "vitest";
import { renderCommitments } from "./render-commitments.ts";
import { renderDemand } from "./render-demand.ts";

const dollars = (amount: number): string => amount.toFixed(12);
const range = (low: number, estimate: number, high: number) => ({
  low: dollars(low),
  estimate: dollars(estimate),
  high: dollars(high),
  basis: "the middle 80 % of 200 sampled courses of demand",
});
const demand = demandSummarySchema.parse({
  grain: "minute",
  from: "2026-09-01T00:00:00.000Z",
  to: "2026-11-01T00:00:00.000Z",
  steps: 87_840,
  attempts: 120_000,
  unknown_attempts: 3,
  simulated_attempts: 0,
  left_out: { answered_by_cache: 40, not_served: 7, throttled: 5, batch: 0 },
  on_demand_per_month: dollars(2_000),
  p95_over_mean: 2.5,
  peak_over_mean: 9,
  hours_of_week: Array.from({ length: 168 }, (_, hour) =>
    hour === 34 ? 3 : hour === 150 ? 0.1 : 1,
  ),
  whole_weeks: 8,
  outlook: { kind: "history_too_short", needed_days: 42, known_days: 30 },
});

test("demand tells what is in no sum, its busiest hour, and what an outlook lacks", () => {
  const page = renderDemand(demand);

  expect(page).toContain("In no sum      40 answered by Headgate's cache");
  expect(page).toContain("In no sum      7 not served, 5 of them with 429");
  expect(page).not.toContain("batch");
  expect(page).toContain("most on Tuesday 10:00 (3.00×), least on Sunday 06:00 (0.10×)");
  expect(page).toContain("none: 42 days are needed, 30 are known");
});

test("what demand cost on demand is exact, a lower bound or not known, and says why", () => {
  const onDemand = (changes: Partial<typeof demand>) =>
    renderDemand({ ...demand, ...changes })
      .split("\n")
      .find((line) => line.startsWith("On demand"));

  expect(onDemand({})).toBe("On demand      ≥ $2,000.00 a month, as it was");
  expect(onDemand({ unknown_attempts: 0 })).toBe("On demand      $2,000.00 a month, as it was");
  expect(onDemand({ unknown_attempts: 120_000, on_demand_per_month: null })).toBe(
    "On demand      not known: no attempt's tokens and cost are known",
  );
  expect(onDemand({ on_demand_per_month: null })).toBe(
    "On demand      not known: less than a day tells of no month",
  );
});

test("a plan tells each offer's units with their range, rules of thumb and turning points, and reasons where there is none", () => {
  const purchase = (units: number, saving: number) => ({
    units,
    cost_per_month: dollars(2_000 - saving),
    saving_per_month: dollars(saving),
  });
  const page = renderCommitments(
    commitmentsPlanSchema.parse({
      kind: "commitments_plan",
      demand,
      offers: [
        {
          offer: "ptu",
          part: null,
          plan: {
            kind: "planned",
            unit: "PTU of gpt-4.1",
            units: 15,
            term_months: 12,
            committed_per_month: dollars(900),
            on_demand_per_month: range(1_500, 2_000, 2_600),
            saving_per_month: range(50, 200, 320),
            course: { step_ms: 86_400_000, history: [], outlook: [] },
            break_even_utilisation: 0.7,
            utilisation: 0.9,
            marginal_utilisation: 0.75,
            marginal_worth: 1.07,
            first_worth: 1.3,
            overflow_share: 0.4,
            refused: null,
            regret_per_month: { p10: dollars(12), p90: dollars(30) },
            beside: { mean: purchase(20, 150), p95: purchase(50, -400) },
            ladder: null,
            turning_points: [
              {
                input: "price",
                now: "$1.00",
                turns_at: "$1.07",
                answer_then: "above it, 10 are best",
              },
            ],
            exports: [],
            notes: [],
          },
        },
        {
          offer: "reserved",
          part: "input",
          plan: {
            kind: "no_plan",
            reasons: [
              {
                why: "missing",
                place: "offers[1].input_price",
                text: "Not known.",
                mend: "Ask AWS.",
              },
            ],
          },
        },
      ],
      together: null,
      pooled: [],
      renewals: [],
      sources: [
        {
          what: "a PTU",
          value: "$221 a month",
          source: "quote",
          read_on: "2026-11-20",
          age_days: 9,
        },
      ],
      notes: ["Simulated."],
    }),
    100,
  );

  expect(page).toContain("Buy          15 × PTU of gpt-4.1, 12 months, $900");
  expect(page).toContain("Saves        $200");
  expect(page).toMatch(/Buying P95 +50 units: saves −\$400/);
  expect(page).toContain("price: $1.07, now $1.00; above it, 10 are best");
  expect(page).toContain("reserved, input");
  expect(page).toContain("offers[1].input_price: Not known.\n    Ask AWS.");
  expect(page).toContain("9 days");
});

test("a file of offers names every fault by its path", () => {
  const text = "offers:\n  - kind: credits\n    name: Bad Name\n    amount: 5\n";

  expect(() => parseCommitmentsFile(text, "offers.yaml")).toThrow(
    /offers\.0\.name: [\s\S]*offers\.0\.amount: /,
  );
  expect(() => parseCommitmentsFile("offers: [", "offers.yaml")).toThrow("offers.yaml");
});
