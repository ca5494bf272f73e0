import type { Picodollars } from "@headgate/money";

/** A fact, or why it is not known. */
type Known<Fact> =
  | (Readonly<{ kind: "known" }> & Fact)
  | Readonly<{ kind: "unknown"; reason: string }>;

/**
 * How busy GPUs were, from 0 to 1: a measurement, so a double. `bounds` are measurements that are not in it, since they tell
 * at most how busy GPUs were.
 */
type GpuUse = Readonly<{ mean: number; bounds: number }>;

/** What a period's KPIs are worked out from. What nothing told is unknown, which is not zero. */
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
  /** What attempts would have cost had no lever acted, and what the same ones cost: those of which both are known. */
  comparedBaselineCost: Picodollars;
  comparedEffectiveCost: Picodollars;
  /** Prompt tokens of attempts whose usage is known, and those of them that a provider's cache held. */
  promptTokens: number;
  cacheReadTokens: number;
  /** Prompt tokens of calls that Headgate's own cache answered: no provider saw them, so they are in neither. */
  avoidedPromptTokens: number;
  /** Attempts on which a lever acted whose saving is not known. */
  unknownSavings: number;
  /** Business events that calls are behind. */
  outcomes: Known<
    Readonly<{
      accepted: number;
      /** All that was spent and used for them, accepted or not; the cost is null where none is known. */
      cost: Picodollars | null;
      tokens: number;
      unpricedAttempts: number;
      /** Attempts whose tokens nobody counted. */
      unmeteredAttempts: number;
      /** Events of the period that no call is behind: they are in none of the figures. */
      withoutCalls: number;
    }>
  >;
  gpuUtilisation: Known<GpuUse>;
  /** How much of the use of models on bills the calls come to: trillionths, from 0 to 1. */
  bill: Known<Readonly<{ reconciledShare: bigint; note: string | null }>>;
}>;
