import type { Budget } from "./budget.ts";
import type { MatchedBudget } from "./match-budgets.ts";
import type { Claim } from "./store.ts";
import type { Slots } from "./window.ts";
import type { WorstCase } from "./worst-case.ts";

export type Asked = Readonly<{
  worst: WorstCase;
  /** Of the call's attempts; only the first counts as a request. */
  attempt: number;
  /** True where a budget has sent the call to its cheaper model, which may use the whole limit. */
  steppedDown: boolean;
  nowMs: number;
}>;

/**
 * What an attempt must hold in each budget that its call counts to.
 * @returns the reason where a budget of dollars that holds calls back is asked for an amount that nobody knows
 */
export function claimsFor(
  matched: readonly MatchedBudget[],
  slotsOf: (budget: Budget, nowMs: number) => Slots,
  { worst, attempt, steppedDown, nowMs }: Asked,
): readonly Claim[] | Exclude<WorstCase["dollars"], bigint> {
  const claims: Claim[] = [];
  for (const { budget, subject } of matched) {
    const isWatched = budget.config.at_limit === "alert";
    const most = amountIn(budget, worst, attempt);
    if (typeof most === "object" && !isWatched) return most;
    // Nothing is held back by a budget that only watches: what a call came to is counted when that is known.
    const amount = typeof most === "object" ? 0n : most;
    claims.push({
      budget: budget.id,
      subject,
      amount,
      ...(!isWatched && {
        limit: steppedDown ? budget.limit : budget.limitOfAskedModel,
      }),
      slots: slotsOf(budget, nowMs),
      atExpiry: budget.measure === "concurrency" ? "released" : "spent",
    });
  }
  return claims;
}

function amountIn({ measure }: Budget, worst: WorstCase, attempt: number): WorstCase["dollars"] {
  switch (measure) {
    case "dollars":
      return worst.dollars;
    case "tokens":
      return BigInt(worst.inputTokens + worst.outputTokens);
    case "requests":
      return attempt === 0 ? 1n : 0n;
    case "concurrency":
      return 1n;
    default:
      return measure satisfies never;
  }
}
