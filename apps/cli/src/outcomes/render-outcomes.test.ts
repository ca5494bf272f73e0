import { expect, test } from "vitest";
import { outcomesAnswer } from "./outcomes-answer.fixture.ts";
import { renderOutcomes } from "./render-outcomes.ts";

test("outcomes that match no call have no known cost, not one of $0", () => {
  const alone = outcomesAnswer.names.map((row) => ({
    ...row,
    ...{ calls: 0, attempts: 0, failed_attempts: 0, unpriced_attempts: 0, unmetered_attempts: 0 },
    ...{ tokens: 0, cost: "0.000000000000", failed_cost: "0.000000000000" },
    ...{ cost_per_outcome: null, accepted_per_thousand_tokens: null, is_lower_bound: false },
  }));

  const page = renderOutcomes(
    { ...outcomesAnswer, names: alone, rows: [] },
    { by: undefined, width: Number.POSITIVE_INFINITY },
  );

  expect(page).toMatch(/ticket_resolved +100 of 120 +unknown +unknown +unknown +unknown/);
});

const wide = { by: undefined, width: Number.POSITIVE_INFINITY };

test("outcomes and calls without a known price have no known cost, not one of $0", () => {
  const zero = { cost: "0.000000000000", unpriced_attempts: 500 };
  const unpriced = outcomesAnswer.names.map((row) => ({
    ...row,
    ...zero,
    failed_cost: zero.cost,
    cost_per_outcome: null,
  }));
  const { coverage } = outcomesAnswer;
  const none = { ...coverage.under_none, ...zero };

  const page = renderOutcomes(
    { ...outcomesAnswer, names: unpriced, coverage: { ...coverage, ...zero, under_none: none } },
    wide,
  );

  expect(page).toMatch(/ticket_resolved +100 of 120 +unknown +unknown +unknown/);
  expect(page).toContain("120 of 600 calls of this time, unknown of unknown.");
});

test("outcomes for each thousand tokens are the most where tokens of some calls are not known", () => {
  expect(renderOutcomes(outcomesAnswer, wide)).toContain("≤ 0.100");
});
