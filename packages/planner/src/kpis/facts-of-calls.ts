import type { Totals } from "@headgate/contract";
import { type Picodollars, parseDollars } from "@headgate/money";
import type { KpiFacts } from "./kpi-facts.ts";

/** What the ledger's sums over calls tell of a period's KPIs; what they do not tell is added beside. */
export const factsOfCalls = (
  totals: Totals,
  priced: Readonly<{ calls: number; cost: Picodollars }>,
): Omit<KpiFacts, "outcomes" | "gpuUtilisation" | "bill"> => ({
  attempts: totals.attempts,
  unpricedAttempts: totals.unpriced_attempts,
  pricedCalls: priced.calls,
  pricedCallsCost: priced.cost,
  pricedTokens: totals.input_tokens + totals.output_tokens - totals.unpriced_tokens,
  effectiveCost: parseDollars(totals.effective_cost),
  listCost: parseDollars(totals.list_cost),
  comparedBaselineCost: parseDollars(totals.compared_baseline_cost),
  comparedEffectiveCost: parseDollars(totals.compared_effective_cost),
  promptTokens: totals.input_tokens,
  cacheReadTokens: totals.cache_read_tokens,
  avoidedPromptTokens: totals.avoided_input_tokens,
  unknownSavings: totals.unknown_savings,
});
