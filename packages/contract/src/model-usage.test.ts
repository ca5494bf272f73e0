import { expect, test } from "vitest";
import { ledgerRowSchema } from "./ledger-row.ts";
import { allInputTokens, allOutputTokens } from "./model-usage.ts";

const advice = { model: "advisor", usage: { input: 500, cache_read: 40, reasoning: 7 } };

test("tokens of all models are added up, and what nobody reported stays unknown", () => {
  const advised = { usage: { input: 10 }, other_usage: [advice, advice] };

  expect(allInputTokens(advised)).toBe(1090);
  expect(allOutputTokens(advised)).toBe(14);
  expect(allInputTokens({ usage: {}, other_usage: [advice] })).toBe(540);
  expect(allOutputTokens({ usage: { input: 10 } })).toBeUndefined();
});

test("a row names each other model, and has no empty list of them", () => {
  const { other_usage } = ledgerRowSchema.shape;

  expect(other_usage.safeParse([advice]).success).toBe(true);
  expect(other_usage.safeParse(undefined).success).toBe(true);
  for (const wrong of [[], [{ usage: {} }], [{ ...advice, model: "" }], [{ ...advice, cost: 1 }]]) {
    expect(other_usage.safeParse(wrong).success).toBe(false);
  }
});
