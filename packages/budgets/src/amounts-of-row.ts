import {
  allInputTokens,
  allOutputTokens,
  isAnsweredByCache,
  type LedgerRow,
  OWN_CALL_TAG,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import type { Budget } from "./budget.ts";

/** What of a recorded attempt says how much it came to. */
export type RecordedAttempt = Pick<
  LedgerRow,
  "attempt" | "charge" | "usage" | "other_usage" | "usage_origin" | "cache" | "tags"
>;

/**
 * What an attempt came to in a budget's measure; `undefined` where that is not known, and what was held
 * stays. A call counts as one request with its first attempt, unless no provider was asked, or Headgate made it for
 * itself; under way it is not any more.
 */
export function amountOfRow(
  { measure }: Pick<Budget, "measure">,
  row: RecordedAttempt,
): bigint | undefined {
  switch (measure) {
    case "dollars": {
      const { effective_cost: cost } = row.charge;
      return cost === null ? undefined : notBelowNothing(parseDollars(cost));
    }
    case "tokens":
      return tokensOf(row);
    case "requests":
      return isRequest(row) ? 1n : 0n;
    case "concurrency":
      return 0n;
    default:
      return measure satisfies never;
  }
}

const isRequest = ({ attempt, cache, tags }: RecordedAttempt): boolean =>
  attempt === 0 && !isAnsweredByCache(cache?.status) && tags[OWN_CALL_TAG] === undefined;

/** Prompt and answer together; an attempt that is known to cost nothing and states no usage had none. */
function tokensOf(row: RecordedAttempt): bigint | undefined {
  const stated = [allInputTokens(row), allOutputTokens(row)].filter((one) => one !== undefined);
  if (row.usage_origin !== "none" && stated.length > 0) {
    return stated.reduce((total, tokens) => total + BigInt(tokens), 0n);
  }
  const { confidence, effective_cost: cost } = row.charge;
  return confidence === "exact" && cost !== null && parseDollars(cost) === 0n ? 0n : undefined;
}

/** Overlays that give money back make no room: a budget is what may be spent. */
const notBelowNothing = (amount: bigint): bigint => (amount < 0n ? 0n : amount);
