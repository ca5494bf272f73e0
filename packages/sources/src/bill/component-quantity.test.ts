import { describe, expect, test } from "vitest";
import { componentQuantity, tokensInUnit } from "./component-quantity.ts";

const sonnet = {
  component: "input",
  currency: "USD",
  provider: "bedrock",
  model: "anthropic.claude-sonnet-4-6",
  atMs: Date.UTC(2026, 10, 3),
} as const;

describe("a quantity of tokens", () => {
  test.each([
    ["3000", "1K tokens", false],
    ["3", "1M tokens", false],
    ["3", "Units", true],
    ["3000000", "Tokens", false],
    ["3000", "1000 Tokens", false],
  ])("%s of %s is 3,000,000", (quantity, unit, isMarketplace) => {
    const multiplier = tokensInUnit(unit, { isMarketplace });
    expect(componentQuantity({ ...sonnet, quantity, multiplier, cost: "9" })).toEqual({
      quantity: "3000000",
    });
  });

  test("in Units that are not the marketplace's is not known", () => {
    expect(tokensInUnit("Units")).toBeUndefined();
    expect(tokensInUnit("Hrs")).toBeUndefined();
    expect(tokensInUnit("")).toBeUndefined();
    expect(
      componentQuantity({ ...sonnet, quantity: "3", multiplier: undefined, cost: "9" }),
    ).toEqual({
      warning: "The unit of a quantity of tokens is not known.",
    });
  });

  test.each([
    ["is a thousand times too cheap", "3000000", "1K tokens"],
    ["is a million times too dear", "3", "Tokens"],
  ])("that %s has a wrong unit", (_what, quantity, unit) => {
    const read = componentQuantity({
      ...sonnet,
      quantity,
      multiplier: tokensInUnit(unit),
      cost: "9",
    });
    expect(read.quantity).toBeUndefined();
    expect(read.warning).toContain("more than 100 times");
  });

  test("a discount or a surcharge is no wrong unit, nor is a credit", () => {
    for (const cost of ["0.9", "90", "-9", "0"]) {
      expect(componentQuantity({ ...sonnet, quantity: "3", multiplier: "1000000", cost })).toEqual({
        quantity: "3000000",
      });
    }
  });

  test("of an unknown model or in another currency cannot be checked, and is believed", () => {
    const odd = { ...sonnet, quantity: "3000000", multiplier: "1000", cost: "9" };
    expect(componentQuantity({ ...odd, model: undefined }).quantity).toBe("3000000000");
    expect(componentQuantity({ ...odd, currency: "JPY" }).quantity).toBe("3000000000");
  });
});
