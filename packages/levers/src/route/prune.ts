import type { Picodollars } from "@headgate/money";
import { regularisedBeta } from "../regularised-beta.ts";
import { undominated } from "./choose-model.ts";

/** Labels that a model has under a fingerprint, those that fade counted by what is left of them, and their qualities' sum. */
export type QualityCount = Readonly<{ labels: number; qualities: number }>;

/** Between what a model's mean quality lies. */
export type MeanBounds = Readonly<{ labels: number; lower: number; upper: number }>;

/** A model of a pool: what it was worth under a fingerprint, and what a call costs there. */
export type ModelRecord = Readonly<{
  model: string;
  bounds: MeanBounds;
  /** `undefined`: not known, and then it neither strikes out nor is struck out. */
  cost: Picodollars | undefined;
}>;

/** A model that another one beats for no more money. */
export type Dominated = Readonly<{ one: ModelRecord; by: ModelRecord }>;

export type Pruned = Readonly<{
  /** The models that are left, in the pool's order. The reference always is: the promise is held against it. */
  left: readonly string[];
  dominated: readonly Dominated[];
}>;

/** Bounds of all models of a pool that hold together with this confidence (Bonferroni's share for each of their sides). */
export function boundsOfPool(
  counts: readonly QualityCount[],
  confidence = 0.95,
): readonly MeanBounds[] {
  const each = 1 - (1 - confidence) / Math.max(1, 2 * counts.length);
  return counts.map((count) => ({ labels: count.labels, ...qualityBounds(count, each) }));
}

/**
 * The models of a pool that are dominated: another costs no more, and its quality is better by bounds that do not overlap.
 * That the reference itself is dominated is the first thing to tell an operator.
 */
export function pruneModels(records: readonly ModelRecord[], reference: string): Pruned {
  const priced = records.flatMap((record) => {
    const { cost, model, bounds } = record;
    // Only which costs more is asked of these numbers.
    return cost === undefined ? [] : [{ model, cost: Number(cost), ...bounds, record }];
  });
  const left = undominated(priced);
  const dominated = priced
    .filter((one) => !left.includes(one))
    .flatMap((one) => {
      const by = strongestOver(one, left) ?? strongestOver(one, priced);
      return by === undefined ? [] : [{ one: one.record, by: by.record }];
    });
  const struck = new Set(dominated.map(({ one }) => one.model));
  return {
    left: records
      .map(({ model }) => model)
      .filter((model) => model === reference || !struck.has(model)),
    dominated,
  };
}

type Priced = Readonly<{ cost: number; lower: number; upper: number; record: ModelRecord }>;

function strongestOver(one: Priced, others: readonly Priced[]): Priced | undefined {
  let best: Priced | undefined;
  for (const other of others) {
    if (other === one || other.cost > one.cost || other.lower <= one.upper) continue;
    if (best === undefined || other.lower > best.lower) best = other;
  }
  return best;
}

/**
 * Between what a model's mean quality lies, each side with this confidence: quantiles of Beta(s + ½, n − s + ½) for n labels
 * of sum s, Jeffreys' interval, with the lower bound 0 where nothing was right and the upper 1 where all was. Formula and both
 * ends as in Boost.Histogram, which names L. D. Brown, T. T. Cai and A. DasGupta, Statistical Science 16 (2001) 101–133,
 * section 4.1.2, as its source
 * (https://www.boost.org/doc/libs/1_90_0/boost/histogram/utility/jeffreys_interval.hpp, read 2026-11-29); the paper itself
 * was read in its abstract alone, which recommends the interval. Qualities between 0 and 1 vary no more than right and
 * wrong of the same mean do, so of those it is wider than it needs to be. The mean is always within. Without a label: 0 to 1.
 */
export function qualityBounds(
  { labels, qualities }: QualityCount,
  confidence: number,
): Readonly<{ lower: number; upper: number }> {
  if (labels <= 0) return { lower: 0, upper: 1 };
  const right = Math.min(labels, Math.max(0, qualities));
  const wrong = labels - right;
  const at = (share: number): number => betaQuantile(share, right + 0.5, wrong + 0.5);
  const mean = right / labels;
  return {
    lower: right === 0 ? 0 : Math.min(mean, at(1 - confidence)),
    upper: wrong === 0 ? 1 : Math.max(mean, at(confidence)),
  };
}

/** By bisection. */
function betaQuantile(share: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (regularisedBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
