import { formatDollars, parseDollars, subtract } from "@headgate/money";
import { showChange } from "./show-amount.ts";

type Costs = Readonly<{ effective_cost: string; unpriced_attempts: number }>;

/**
 * How what calls cost changed; undefined where a side leaves out attempts without a price: two amounts of which one is
 * the least that it can be have no known difference.
 */
export function showCostChange(now: Costs, before: Costs): string | undefined {
  if (now.unpriced_attempts > 0 || before.unpriced_attempts > 0) return undefined;
  const difference = formatDollars(
    subtract(parseDollars(now.effective_cost), parseDollars(before.effective_cost)),
  );
  return showChange({ before: before.effective_cost, difference }, "USD");
}
