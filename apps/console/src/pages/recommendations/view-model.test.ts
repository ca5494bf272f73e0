import type { Recommendation, RecommendationsReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { recommendation } from "./recommendation.fixture.ts";
import {
  basisTexts,
  betweenText,
  emptyTexts,
  phaseViews,
  realisedTexts,
  reportSums,
  savesText,
  stateText,
} from "./view-model.ts";

const report = (more: Partial<RecommendationsReport> = {}): RecommendationsReport => ({
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-29T00:00:00.000Z",
  depth: "facts",
  simulated: false,
  calls: 1_200,
  calls_without_facts: 0,
  calls_without_cost: 0,
  simulated_left_out: 0,
  sample: null,
  bills: false,
  spend_per_month: "100.000000000000",
  saves_per_month: "12.000000000000",
  recommendations: [],
  too_small: { count: 0, dollars_per_month: "0.000000000000" },
  phases: [
    {
      phase: "quick_wins",
      recommended: 5,
      done: 1,
      dismissed: 1,
      dollars_per_month: "12.000000000000",
      effort_hours: 1.5,
    },
    {
      phase: "continuous",
      recommended: 0,
      done: 0,
      dismissed: 0,
      dollars_per_month: "0.000000000000",
      effort_hours: 0,
    },
  ],
  next: null,
  not_proposed: [],
  not_seen: [],
  not_planned: [],
  ...more,
});

test("a phase is as far as it is done, dismissed ones left out; with nothing to do it has no share", () => {
  expect(phaseViews(report())).toMatchObject([
    { number: 1, done: 0.25, text: "1 of 4 done", effort: "1.5 h" },
    { number: 2, done: undefined, text: "Nothing to do", effort: "" },
  ]);
});

test("what a recommendation saves is not known where it moves no known dollars", () => {
  const nothing: Recommendation = { ...recommendation, dollars_per_month: null };

  expect([savesText(recommendation), betweenText(recommendation)]).toEqual([
    "$12.00",
    "$9.00 to $15.00",
  ]);
  expect([savesText(nothing), betweenText(nothing)]).toEqual(["not known", ""]);
});

test("small savings have as many places as they need, and what no call's price tells is not $0", () => {
  const small = { estimate: "0.001234000000", low: "0.001000000000", high: "0.002000000000" };
  const zero = { spend_per_month: "0.000000000000", saves_per_month: "0.000000000000" };
  const sums = (more: Partial<RecommendationsReport>) => {
    const { spend, saves } = reportSums(report(more));
    return [spend, saves];
  };

  expect(savesText({ ...recommendation, dollars_per_month: small })).toBe("$0.00123");
  expect(sums({})).toEqual(["$100.00", "$12.00"]);
  expect(sums({ calls_without_cost: 3 })).toEqual(["≥ $100.00", "$12.00"]);
  expect(sums({ ...zero, calls_without_cost: 1_200 })).toEqual(["unknown", "unknown"]);
  expect(sums(zero)).toEqual(["$0.00", "$0.00"]);
});

test("one that was opened again says so where it is not found any more", () => {
  expect(stateText(recommendation)).toBe("open");
  expect(stateText({ ...recommendation, found_no_more: true })).toBe("open, not found any more");
});

test("what was read of the range is said, and what is missing in it", () => {
  expect(basisTexts(report())).toHaveLength(1);
  expect(
    basisTexts(
      report({ sample: { stretches: 16, of: 96 }, calls_without_facts: 3, calls_without_cost: 1 }),
    ).join(" "),
  ).toMatch(/16 of 96.*3 calls tell.*1 call without/u);
});

test("where there are no calls it is said whether there were bills", () => {
  expect(basisTexts(report({ calls: 0 }))).toEqual([
    "There are neither calls nor bills in the range.",
  ]);
  expect(basisTexts(report({ calls: 0, bills: true }))[0]).toMatch(/bills alone/u);
  expect(emptyTexts(report({ calls: 0 })).text).toMatch(/logs or bills/u);
  expect(emptyTexts(report({ calls: 0, bills: true })).text).toMatch(/bills say nothing/u);
  expect(emptyTexts(report()).title).toBe("Nothing to recommend");
});

test("what came of a promise is told beside it, and not before a day has gone", () => {
  const realised = {
    since: "2026-11-20T00:00:00.000Z",
    until: "2026-11-29T00:00:00.000Z",
    promised_per_month: { estimate: "12.000000000000", low: "9.000000000000", high: null },
    realised_per_month: "11.000000000000",
    before_per_month: "1.000000000000",
    before_untold: null,
    unknown_calls: 0,
    held_out: null,
    basis: "estimated" as const,
    within_interval: true,
  };

  expect(realisedTexts(realised)).toEqual([
    "Promised: $12.00 a month.",
    "Realised: $11.00 a month, and $1.00 before. That is what was promised.",
  ]);
  expect(realisedTexts({ ...realised, realised_per_month: null })[1]).toMatch(/too early/u);
  expect(
    realisedTexts({
      ...realised,
      ...{ before_per_month: null, within_interval: null },
      before_untold: "The ledger began 2 days before it was applied.",
    }),
  ).toEqual([
    "Promised: $12.00 a month.",
    "Realised: $11.00 a month, and how much before is not known.",
    "The ledger began 2 days before it was applied.",
  ]);
});
