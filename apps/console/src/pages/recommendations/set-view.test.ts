import type { RecommendationsAnswer } from "@headgate/contract";
import { expect, test } from "vitest";
import { setTexts, workShare } from "./set-view.ts";

const AT = "2026-11-29T12:00:00.000Z";
const nowMs = Date.parse(AT) + 180_000;
const computing = { since: AT, step: "trying route", done: 4, of: 19 };
const answer = (
  more: Pick<RecommendationsAnswer, "computing" | "refresh_failed">,
): RecommendationsAnswer => ({
  ...{ from: AT, to: AT, depth: "facts", simulated: false, calls: 1, calls_without_facts: 0 },
  ...{
    calls_without_cost: 0,
    simulated_left_out: 0,
    sample: null,
    bills: true,
    recommendations: [],
  },
  ...{ spend_per_month: "1.000000000000", saves_per_month: "0.000000000000" },
  too_small: { count: 0, dollars_per_month: "0.000000000000" },
  ...{ phases: [], next: null, not_proposed: [], not_seen: [], not_planned: [] },
  computed_at: AT,
  ...more,
});

test("a set says how old it is, and what is being done for the next one", () => {
  expect(setTexts(answer({ computing: null, refresh_failed: null }), nowMs)).toEqual([
    "Worked out 3 min ago.",
  ]);
  expect(setTexts(answer({ computing, refresh_failed: null }), nowMs)).toEqual([
    "Worked out 3 min ago. Being worked out anew: trying route, step 5 of 19.",
  ]);
});

test("where there is none yet it is said how far it is, and a failure is not kept quiet", () => {
  expect(setTexts({ computing }, nowMs)).toEqual([
    "Every change is being tried out on the calls of the range: trying route, step 5 of 19.",
  ]);
  expect(setTexts(answer({ computing: null, refresh_failed: "Error: gone" }), nowMs)[1]).toContain(
    "Error: gone",
  );
  expect(workShare(computing)).toBe(4 / 19);
});
