import type { Picodollars } from "@headgate/money";

/** What a period's KPIs are worked out from. Null is what nothing told, which is not zero. */
export type KpiFacts = Readonly<{
  attempts: number;
  unpricedAttempts: number;
  /** Calls all of whose attempts are priced, and what they cost, retries included. */
  pricedCalls: number;
  pricedCallsCost: Picodollars;
  /** Over priced attempts. */
  pricedTokens: number;
  effectiveCost: Picodollars;
  listCost: Picodollars;
  /** What the priced calls would have cost had no lever acted. */
  baselineCost: Picodollars;
  /** Prompt tokens of attempts whose usage is known, and those of them that a provider's cache held. */
  promptTokens: number;
  cacheReadTokens: number;
  /** Business events that were accepted, and all that was spent and used for them. */
  outcomes: Readonly<{ accepted: number; cost: Picodollars; tokens: number }> | null;
  /** How busy GPUs were, from 0 to 1: a measurement, so a double. */
  gpuUtilisation: number | null;
  /** Dollars of the bill, and those of them that rows of calls explain. */
  bill: Readonly<{ billed: Picodollars; explained: Picodollars }> | null;
}>;
