import type { DemandSummary } from "@headgate/contract";
import { expect, test } from "vitest";
import { demandFacts, demandTexts, hourPoints } from "./demand-model.ts";

const demand: DemandSummary = {
  grain: "minute",
  from: "2026-08-31T00:00:00.000Z",
  to: "2026-11-29T00:00:00.000Z",
  steps: 129_600,
  attempts: 40_000,
  unknown_attempts: 3,
  simulated_attempts: 0,
  left_out: { answered_by_cache: 12, not_served: 5, throttled: 2, batch: 0 },
  on_demand_per_month: "1234.500000000000",
  p95_over_mean: 2.5,
  peak_over_mean: null,
  hours_of_week: Array.from({ length: 168 }, (_, hour) => (hour === 33 ? 3 : 1)),
  whole_weeks: 12,
  outlook: { kind: "history_too_short", needed_days: 42, known_days: 20 },
};

test("a peak and an outlook that are not known say so, and are no zero", () => {
  expect(demandFacts(demand).map(({ value }) => value)).toEqual([
    "≥ $1,234.50",
    "2.50×",
    "not known",
    "not known",
  ]);
});

test("what it cost on demand is exact, a lower bound or not known, and says why", () => {
  const onDemand = (changes: Partial<DemandSummary>) => {
    const [fact] = demandFacts({ ...demand, ...changes });
    return [fact?.value, fact?.note];
  };

  expect(onDemand({ unknown_attempts: 0 })).toEqual(["$1,234.50", "a mean month, as it was"]);
  expect(onDemand({ unknown_attempts: 40_000, on_demand_per_month: null })).toEqual([
    "not known",
    "no attempt's tokens and cost are known",
  ]);
  expect(onDemand({ on_demand_per_month: null })).toEqual([
    "not known",
    "a day of history is needed",
  ]);
});

test("an outlook stands with how far it was off", () => {
  const outlook: DemandSummary["outlook"] = {
    kind: "back_tested",
    method: "weekly seasons",
    horizon_days: 30,
    origins: 20,
    independent_origins: 2,
    mean_absolute_error: 0.12,
    coverage: 0.8,
    growth_per_month: 0.05,
  };

  expect(demandFacts({ ...demand, outlook })[3]).toEqual({
    title: "Outlook",
    value: "+5.0 %",
    note: "a month; ± 12.0 % on average",
  });
  expect(demandTexts({ ...demand, outlook }).at(-1)).toContain("(2 independent)");
});

test("what is in no sum is counted", () => {
  expect(demandTexts(demand)).toEqual([
    "40,000 attempts in 129,600 minutes, from 2026-08-31 to 2026-11-29.",
    "In no sum: 12 attempts answered by Headgate's cache.",
    "In no sum: 5 attempts not served, 2 of them refused with 429.",
    "In no sum: 3 attempts of unknown tokens or cost, so this is a lower bound.",
  ]);
});

test("hours of the week begin on Monday; with less than a week there are none", () => {
  expect(hourPoints(demand)?.[33]).toEqual({
    label: "Tue",
    title: "Tue 09:00",
    text: "3.00×",
    length: 3,
  });
  expect(hourPoints({ ...demand, hours_of_week: null })).toBeUndefined();
});
