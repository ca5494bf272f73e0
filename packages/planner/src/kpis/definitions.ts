import { counted } from "@headgate/contract";
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
  /** What the figure leaves out; unless said, the unpriced attempts. */
  leavesOut?: (facts: KpiFacts) => readonly string[];
}>;

const NO_PRICED_CALL = "no call of the period has a known cost";
const NO_ACCEPTED = "no outcome of the period that calls are behind was accepted";

const ratioOf = (part: bigint | number, whole: bigint | number, otherwise: string): Worked =>
  BigInt(whole) <= 0n
    ? { unknown: otherwise }
    : { numerator: BigInt(part) * ONE, denominator: BigInt(whole) };

const per = (amount: bigint, count: number, otherwise: string, each = 1n): Worked =>
  count === 0 ? { unknown: otherwise } : { numerator: amount * each, denominator: BigInt(count) };

/** `3 outcomes that no call is behind are left out`; nothing where there are none. */
const leftOut = (count: number, word: string, which: string): readonly string[] =>
  count === 0
    ? []
    : [
        [counted(count, word), which, count === 1 ? "is" : "are", "left out"]
          .filter((part) => part !== "")
          .join(" "),
      ];

/** Where an instance's type is not told, nor each of its GPUs. */
const SUMS_OF_UNKNOWN = "of GPUs whose number is not known";

/** How busy GPUs were, as a KPI takes it: `bounds` counts the measurements that tell only what it was at most. */
export const gpuUseOf = ({
  mean,
  bounds,
}: Readonly<{ mean: number | null; bounds: number }>): KpiFacts["gpuUtilisation"] => {
  if (mean !== null) return { kind: "known", mean, bounds };
  if (bounds === 0) return { kind: "unknown", reason: "no GPU metric of the period was read" };
  return {
    kind: "unknown",
    reason: `${leftOut(bounds, "measurement", SUMS_OF_UNKNOWN).join()}: metrics of each GPU would tell (DCGM, or SageMaker's enhanced ones)`,
  };
};

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
      "Accepted outcomes that calls are behind ÷ tokens of all outcomes' calls, failed attempts and retries included × 1,000",
    unit: "outcomes",
    better: "higher",
    target: { kind: "rising" },
    targetText: "rising",
    needs: "outcomes, joined to calls by session, trace, tag or time",
    workOut: ({ outcomes }) =>
      outcomes.kind === "unknown"
        ? { unknown: outcomes.reason }
        : per(
            BigInt(outcomes.accepted) * ONE,
            outcomes.tokens,
            "no token of the calls behind outcomes is known",
            1000n,
          ),
    leavesOut: ({ outcomes }) =>
      outcomes.kind === "unknown"
        ? []
        : [
            ...leftOut(outcomes.unmeteredAttempts, "attempt", "whose tokens nobody counted"),
            ...leftOut(outcomes.withoutCalls, "outcome", "that no call is behind"),
          ],
  },
  cache_hit_rate: {
    title: "Cache hit rate",
    definition:
      "Prompt tokens read from a provider's cache, and those of calls that Headgate's own cache answered ÷ all prompt tokens whose number is known, those included",
    unit: "ratio",
    better: "higher",
    target: { kind: "above", bound: (ONE * 30n) / 100n },
    targetText: "above 30 %",
    needs: "calls whose provider tells prompt and cached tokens",
    workOut: (facts) =>
      ratioOf(
        facts.cacheReadTokens + facts.avoidedPromptTokens,
        facts.promptTokens + facts.avoidedPromptTokens,
        "no prompt token of the period is known",
      ),
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
    leavesOut: ({ gpuUtilisation }) =>
      gpuUtilisation.kind === "unknown"
        ? []
        : leftOut(gpuUtilisation.bounds, "measurement", SUMS_OF_UNKNOWN),
    workOut: ({ gpuUtilisation }) =>
      gpuUtilisation.kind === "unknown"
        ? { unknown: gpuUtilisation.reason }
        : { numerator: BigInt(Math.round(gpuUtilisation.mean * Number(ONE))), denominator: 1n },
  },
  cost_per_outcome: {
    title: "Cost per business outcome",
    definition:
      "Effective cost of all outcomes that calls are behind, failed attempts, retries and rejected outcomes included ÷ the accepted ones",
    unit: "dollars",
    better: "lower",
    target: { kind: "not-rising" },
    targetText: "stable or falling",
    needs: "outcomes, joined to calls by session, trace, tag or time",
    workOut: ({ outcomes }) => {
      if (outcomes.kind === "unknown") return { unknown: outcomes.reason };
      if (outcomes.cost === null) {
        return { unknown: "no call behind outcomes of the period has a known cost" };
      }
      return per(outcomes.cost, outcomes.accepted, NO_ACCEPTED);
    },
    leavesOut: ({ outcomes }) =>
      outcomes.kind === "unknown"
        ? []
        : [
            ...leftOut(outcomes.unpricedAttempts, "unpriced attempt", "").map(
              (left) => `a lower bound: ${left}`,
            ),
            ...leftOut(outcomes.withoutCalls, "outcome", "that no call is behind"),
          ],
  },
  savings_rate: {
    title: "Savings rate",
    definition:
      "(Baseline − effective cost) ÷ baseline, of attempts of which both are known: the baseline is what they would have cost with no lever",
    unit: "ratio",
    better: "higher",
    target: { kind: "between", low: (ONE * 40n) / 100n, high: (ONE * 60n) / 100n },
    targetText: "40 to 60 %",
    needs: "calls with a known cost",
    workOut: (facts) =>
      ratioOf(
        facts.comparedBaselineCost - facts.comparedEffectiveCost,
        facts.comparedBaselineCost,
        NO_PRICED_CALL,
      ),
    leavesOut: ({ unpricedAttempts, unknownSavings }) => [
      ...leftOut(unpricedAttempts, "unpriced attempt", ""),
      ...leftOut(unknownSavings, "attempt", "whose saving is not known"),
    ],
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
    leavesOut: () => [],
  },
  reconciled_share: {
    title: "Reconciled share of the bill",
    definition:
      "Use of models on the providers' bills that rows of calls come to, cell by cell ÷ all use of models on them",
    unit: "ratio",
    better: "higher",
    target: { kind: "above", bound: (ONE * 99n) / 100n },
    targetText: "above 99 %",
    needs: "a bill of the period, reconciled with the calls",
    workOut: ({ bill }) =>
      bill.kind === "unknown"
        ? { unknown: bill.reason }
        : { numerator: bill.reconciledShare, denominator: 1n },
    leavesOut: ({ bill }) => (bill.kind === "unknown" || bill.note === null ? [] : [bill.note]),
  },
} as const satisfies Record<string, KpiDefinition>;
export type KpiName = keyof typeof kpiDefinitions;
export const kpiNames = Object.keys(kpiDefinitions) as KpiName[];
