import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { tierOfModel } from "./model-tier.ts";

const priced = (dollars: string) =>
  ({ blended: parseDollars(dollars), confidence: "exact" }) as const;
const able = { tools: true, reasoning: true, context_window: 200_000 };

test.each([
  ["0.30", "micro"],
  ["0.31", "budget"],
  ["2.50", "budget"],
  ["2.51", "flagship"],
  ["12", "flagship"],
  ["12.01", "premium"],
])("a blended million tokens for %s dollars is %s", (dollars, tier) => {
  expect(tierOfModel(able, priced(dollars)).tier).toBe(tier);
});

test("what a model cannot do takes it down and is told; what it can do takes nothing up", () => {
  expect(tierOfModel({ ...able, tools: false }, priced("20"))).toEqual({
    tier: "budget",
    reason:
      "$20.0000 for a million tokens, three of input to one of output; not premium, since it cannot call tools",
  });
  expect(tierOfModel({ ...able, context_window: 16_000 }, priced("20")).tier).toBe("budget");
  expect(tierOfModel({ tools: true }, priced("20")).tier).toBe("flagship");
  expect(tierOfModel(able, priced("0.1")).tier).toBe("micro");
});

test("without a price there is no tier, and what the operator says holds above all", () => {
  expect(tierOfModel(able, { confidence: "unknown" }).tier).toBeUndefined();
  expect(tierOfModel(able, { confidence: "unknown" }, "premium").tier).toBe("premium");
});
