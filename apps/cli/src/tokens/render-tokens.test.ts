import { expect, test } from "vitest";
import { renderTokens } from "./render-tokens.ts";
import { tokensAnswer } from "./tokens-answer.fixture.ts";

const none = "0.000000000000";

test("a group whose attempts all have no price costs an unknown amount, not at least nothing", () => {
  const [red] = tokensAnswer.groups;
  if (red === undefined) throw new Error("the fixture has a group");
  const gold = { ...red, group: "gold", attempts: 4, unpriced_attempts: 4, effective_cost: none };
  const text = renderTokens({ ...tokensAnswer, groups: [red, gold] }, { by: "team", width: 200 });
  expect(text).toMatch(/^gold .* unknown$/m);
  expect(text).toMatch(/^red .* ≥ \$12\.50$/m);
});

test("where no attempt has a price, the total and its parts are unknown", () => {
  const { total } = tokensAnswer;
  const dark = {
    ...total,
    ...{ unpriced_attempts: total.attempts, effective_cost: none, other_cost: none, costs: {} },
    simulated_cost: none,
  };
  const text = renderTokens(
    { ...tokensAnswer, total: dark, course: [] },
    { by: undefined, width: 200 },
  );
  expect(text).toMatch(/^Input +4,000,000 +unknown$/m);
  expect(text).toContain("\nEffective cost unknown.\n");
  expect(text).not.toContain("$0.00,");
  expect(text).not.toContain("≥ $0.00");
});
