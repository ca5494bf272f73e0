import { PICODOLLARS_PER_DOLLAR } from "@headgate/money";
import type { KpiFacts } from "./kpi-facts.ts";

/** One of a unit, in which values are counted: a trillionth, as with money. */
const ONE = PICODOLLARS_PER_DOLLAR;

/** A KPI's value in trillionths of its unit, as a fraction; or why it is not known. */
type Worked = Readonly<{ numerator: bigint; denominator: bigint }> | Readonly<{ unknown: string }>;

type KpiUnit = "dollars" | "ratio" | "outcomes" | "attempts";

/** What is aimed at: a direction against the period before, or a bound, in trillionths of the unit. */
export type KpiTarget =
  | Readonly<{ kind: "falling" | "rising" | "not-rising" }>
  | Readonly<{ kind: "above" | "at-most"; bound: bigint }>
  | Readonly<{ kind: "between"; low: bigint; high: bigint }>
  /** Below the same figure at list prices. */
  | Readonly<{ kind: "below-list" }>;

export type KpiDefinition = Readonly<{
  title: string;
  /** How it is worked out, in a sentence. */
  definition: string;
  unit: KpiUnit;
  /** Which way is better. */
  better: "higher" | "lower";
  target: KpiTarget;
  targetText: string;
  /** What must be there to work it out. */
  needs: string;
  workOut: (facts: KpiFacts) => Worked;
}>;

const NO_PRICED_CALL = "no call of the period has a known cost";
const NO_OUTCOME = "no outcome is joined to calls of the period";

const ratioOf = (part: bigint | number, whole: bigint | number, otherwise: string): Worked =>
  BigInt(whole) <= 0n
    ? { unknown: otherwise }
    : { numerator: BigInt(part) * ONE, denominator: BigInt(whole) };

const per = (amount: bigint, count: number, otherwise: string, each = 1n): Worked =>
  count === 0 ? { unknown: otherwise } : { numerator: amount * each, denominator: BigInt(count) };

/** Every KPI: what it means, what is aimed at, what it needs. */
export const kpiDefinitions = {
  cost_per_inference: {
    title: "Cost per inference",
    definition:
      "Effective cost of the calls whose cost is fully known, retries included ÷ their number",
    unit: "dollars",
    better: "lower",
    target: { kind: "falling" },
    targetText: "falling",
    needs: "calls with a known cost",
    workOut: (facts) => per(facts.pricedCallsCost, facts.pricedCalls, NO_PRICED_CALL),
  },
  effective_cost_per_million_tokens: {
    title: "Effective cost per million tokens",
    definition: "Effective cost of priced attempts ÷ their input and output tokens × 1,000,000",
    unit: "dollars",
    better: "lower",
    target: { kind: "below-list" },
    targetText: "below the list price",
    needs: "calls with known tokens and cost",
    workOut: (facts) => per(facts.effectiveCost, facts.pricedTokens, NO_PRICED_CALL, 1_000_000n),
  },
  token_efficiency: {
    title: "Token efficiency",
    definition:
      "Accepted outcomes ÷ tokens spent on all outcomes, failed ones and retries included × 1,000",
    unit: "outcomes",
    better: "higher",
    target: { kind: "rising" },
    targetText: "rising",
    needs: "outcomes, joined to calls by session, trace, tag or time",
    workOut: ({ outcomes }) =>
      outcomes === null
        ? { unknown: NO_OUTCOME }
        : per(BigInt(outcomes.accepted) * ONE, outcomes.tokens, NO_OUTCOME, 1000n),
  },
  cache_hit_rate: {
    title: "Cache hit rate",
    definition:
      "Prompt tokens read from a provider's cache ÷ all prompt tokens whose number is known",
    unit: "ratio",
    better: "higher",
    target: { kind: "above", bound: (ONE * 30n) / 100n },
    targetText: "above 30 %",
    needs: "calls whose provider tells prompt and cached tokens",
    workOut: (facts) =>
      ratioOf(facts.cacheReadTokens, facts.promptTokens, "no prompt token of the period is known"),
  },
  gpu_utilisation: {
    title: "GPU utilisation",
    definition:
      "Mean of the measured utilisation of GPUs, weighted by the time that each stands for",
    unit: "ratio",
    better: "higher",
    target: { kind: "above", bound: (ONE * 70n) / 100n },
    targetText: "above 70 %",
    needs: "GPU metrics (DCGM, CloudWatch)",
    workOut: ({ gpuUtilisation }) =>
      gpuUtilisation === null
        ? { unknown: "no GPU metric of the period was read" }
        : { numerator: BigInt(Math.round(gpuUtilisation * Number(ONE))), denominator: 1n },
  },
  cost_per_outcome: {
    title: "Cost per business outcome",
    definition:
      "Effective cost of all outcomes, failed ones and retries included ÷ accepted outcomes",
    unit: "dollars",
    better: "lower",
    target: { kind: "not-rising" },
    targetText: "stable or falling",
    needs: "outcomes, joined to calls by session, trace, tag or time",
    workOut: ({ outcomes }) =>
      outcomes === null
        ? { unknown: NO_OUTCOME }
        : per(outcomes.cost, outcomes.accepted, "no outcome of the period was accepted"),
  },
  savings_rate: {
    title: "Savings rate",
    definition:
      "(Baseline − effective cost) ÷ baseline: the baseline is what calls would have cost with no lever",
    unit: "ratio",
    better: "higher",
    target: { kind: "between", low: (ONE * 40n) / 100n, high: (ONE * 60n) / 100n },
    targetText: "40 to 60 %",
    needs: "calls with a known cost",
    workOut: (facts) =>
      ratioOf(facts.baselineCost - facts.effectiveCost, facts.baselineCost, NO_PRICED_CALL),
  },
  unpriced_spend: {
    title: "Unpriced spend",
    definition:
      "Attempts whose cost is not known; their dollars are unknown by nature, so they are counted",
    unit: "attempts",
    better: "lower",
    target: { kind: "at-most", bound: 0n },
    targetText: "none",
    needs: "calls",
    workOut: (facts) =>
      facts.attempts === 0
        ? { unknown: "there is no call in the period" }
        : { numerator: BigInt(facts.unpricedAttempts) * ONE, denominator: 1n },
  },
  reconciled_share: {
    title: "Reconciled share of the bill",
    definition:
      "Dollars of the providers' bills that rows of calls explain ÷ all dollars of the bills",
    unit: "ratio",
    better: "higher",
    target: { kind: "above", bound: (ONE * 99n) / 100n },
    targetText: "above 99 %",
    needs: "a bill of the period, reconciled with the calls",
    workOut: ({ bill }) =>
      bill === null
        ? { unknown: "no bill of the period is reconciled with calls" }
        : ratioOf(bill.explained, bill.billed, "the period's bills add up to nothing"),
  },
} as const satisfies Record<string, KpiDefinition>;
export type KpiName = keyof typeof kpiDefinitions;
export const kpiNames = Object.keys(kpiDefinitions) as KpiName[];
