import { expect, test } from "vitest";
import { showCostChange } from "./show-cost-change.ts";

const costs = (effective_cost: string, unpriced_attempts = 0) => ({
  effective_cost,
  unpriced_attempts,
});

test("a cost that is not known is not compared as if it were nothing", () => {
  const fifty = costs("50.000000000000");

  expect(showCostChange(costs("0.000000000000", 3), fifty)).toBeUndefined();
  expect(showCostChange(fifty, costs("10.000000000000", 1))).toBeUndefined();
  expect(showCostChange(fifty, costs("40.000000000000"))).toBe("+$10.00 (+25 %)");
});
