import type { ModelTier } from "@headgate/contract";
import { divideRounded, multiply, type Picodollars, subtract, sum } from "@headgate/money";
import { qualityBounds } from "./prune.ts";
import { isDearer } from "./task/classify-task.ts";

/** Under fewer trials a bound says nothing; more are better spent by the shadow share. */
const LEAST_TRIALS = 20;
const MOST_TRIALS = 50;
export const defaultTrials = 30;
/** Each side's confidence: a trial ends early only where it is hopeless. */
const CONFIDENCE = 0.95;

/** What was seen of a model that is new in a pool, and of the reference, on the same calls of one fingerprint. */
export type TrialFacts = Readonly<{
  /** Trials that were judged, whole ones: they do not fade. */
  tried: number;
  qualities: number;
  /** The sum of the reference's qualities on the same calls. */
  referenceQualities: number;
  /** Calls beside them that nobody could judge. */
  undecided: number;
  /** The share of the reference's quality that the policy keeps. */
  promise: number;
  /** How many trials are forced, 20 to 50. */
  needed?: number;
}>;

/**
 * How a trial stands. `on_trial`: the next calls of the fingerprint are tried on it too. `may_be_offered`: it kept the
 * promise on average; it takes part in what is certified from now on, which decides. `falls_short`: its upper bound is
 * below the promise, and more trials would be wasted. `undecided`: tried enough and below the promise, but not surely, or as many
 * calls as are needed came out so that nobody could judge them, as those after them would.
 */
export type TrialStanding = Readonly<{
  kind: "on_trial" | "may_be_offered" | "falls_short" | "undecided";
  left: number;
  reason: string;
}>;

export function trialStanding({
  tried,
  qualities,
  referenceQualities,
  undecided,
  promise,
  needed = defaultTrials,
}: TrialFacts): TrialStanding {
  if (!Number.isInteger(needed) || needed < LEAST_TRIALS || needed > MOST_TRIALS) {
    throw new RangeError(`trials are ${LEAST_TRIALS} to ${MOST_TRIALS}, not ${needed}`);
  }
  const left = Math.max(0, needed - tried);
  const wanted = tried === 0 ? 0 : (promise * referenceQualities) / tried;
  const mean = tried === 0 ? 0 : qualities / tried;
  const figures = `${share(mean)} against ${share(wanted)} that the promise asks, on ${tried} calls`;
  if (tried >= LEAST_TRIALS) {
    const { upper } = qualityBounds({ labels: tried, qualities }, CONFIDENCE);
    if (upper < wanted) return { kind: "falls_short", left: 0, reason: figures };
  }
  if (left > 0 && undecided >= needed) {
    const reason = `nobody could judge ${undecided} calls, and ${tried} of ${needed} were judged`;
    return { kind: "undecided", left: 0, reason };
  }
  if (left > 0) return { kind: "on_trial", left, reason: `${tried} of ${needed} trials` };
  return { kind: mean >= wanted ? "may_be_offered" : "undecided", left, reason: figures };
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** Calls of one task over a month, and what a model that is new would ask for them. */
export type TaskTraffic = Readonly<{
  fingerprint: string;
  /** A task class, or a name of the operator's own; `undefined`: not sure. */
  task: string | undefined;
  /** The tier that is assumed for the task; `undefined`: not sure. */
  tier: ModelTier | undefined;
  calls: number;
  /** What the calls cost now, and what they would there; `undefined`: not known. */
  costs: Picodollars | undefined;
  wouldCost: Picodollars | undefined;
  /** Why the model cannot take the calls at all, such as no tools; `undefined`: it can. */
  unfit: string | undefined;
}>;

/** A task that a new model could take, if its trial went well. An assumption: no label stands behind it. */
export type CouldTake = Readonly<{
  fingerprint: string;
  task: string | undefined;
  calls: number;
  saves: Picodollars;
  /** What the trial costs: so many calls there, beside the ones that are paid anyway. Judging is not in it. */
  trialCosts: Picodollars;
  /** Whether its tier is the one assumed for the task, or a dearer one; `undefined`: nobody knows. */
  isAssumedAble: boolean | undefined;
}>;

export type CouldTakeSummary = Readonly<{
  takes: readonly CouldTake[];
  saves: Picodollars;
  trialCosts: Picodollars;
  /** Tasks that are not offered, and how many of them for which reason: one may have several. */
  not: Readonly<{ tasks: number; unfit: number; priceUnknown: number; notCheaper: number }>;
}>;

/**
 * What a model that is new could take of the traffic that there is: tasks whose calls would cost less there, the largest
 * saving first, with the price of finding out.
 * @param tier the new model's own; `undefined`: not known
 */
export function couldTake(
  traffic: readonly TaskTraffic[],
  { tier, trials = defaultTrials }: Readonly<{ tier: ModelTier | undefined; trials?: number }>,
): CouldTakeSummary {
  const not = { tasks: 0, unfit: 0, priceUnknown: 0, notCheaper: 0 };
  const takes: CouldTake[] = [];
  for (const { fingerprint, task, calls, costs, wouldCost, unfit, tier: wanted } of traffic) {
    const isPriced = costs !== undefined && wouldCost !== undefined && calls > 0;
    const isCheaper = isPriced && wouldCost < costs;
    if (unfit !== undefined) not.unfit += 1;
    if (!isPriced) not.priceUnknown += 1;
    else if (!isCheaper) not.notCheaper += 1;
    if (unfit !== undefined || !isCheaper) not.tasks += 1;
    else {
      takes.push({
        fingerprint,
        task,
        calls,
        saves: subtract(costs, wouldCost),
        trialCosts: divideRounded(multiply(wouldCost, trials), BigInt(calls)),
        isAssumedAble:
          tier === undefined || wanted === undefined ? undefined : !isDearer(wanted, tier),
      });
    }
  }
  takes.sort((one, other) => (one.saves > other.saves ? -1 : one.saves < other.saves ? 1 : 0));
  return {
    takes,
    saves: sum(takes.map(({ saves }) => saves)),
    trialCosts: sum(takes.map(({ trialCosts }) => trialCosts)),
    not,
  };
}
