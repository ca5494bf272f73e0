import { displayDollars, type Picodollars } from "@headgate/money";
import { regularisedBeta } from "../regularised-beta.ts";
import { type QualityBounds, undominated } from "./choose-model.ts";

/** What a model of the pool was worth under a fingerprint, and what a call costs there. */
export type ModelRecord = Readonly<{
  model: string;
  /** How many labels, those that fade counted by what is left of them, and the sum of their qualities. */
  labels: number;
  qualities: number;
  /** Mean cost of a call, all told; `undefined`: not known, and then it neither strikes out nor is struck out. */
  cost: Picodollars | undefined;
}>;

/** A model that another one beats for no more money, and the evidence. */
export type Dominated = Readonly<{ model: string; by: string; evidence: string }>;

export type Pruned = Readonly<{
  /** The models that are left, in the pool's order. The reference always is: the promise is held against it. */
  left: readonly string[];
  dominated: readonly Dominated[];
}>;

/**
 * The models of a pool that are dominated under a fingerprint: another costs no more, and its quality is better by bounds
 * that do not overlap. All bounds hold together with this confidence (Bonferroni's share for each). That the
 * reference itself is dominated is the first thing to tell an operator.
 */
export function pruneModels(
  records: readonly ModelRecord[],
  { reference, confidence = 0.95 }: Readonly<{ reference: string; confidence?: number }>,
): Pruned {
  const each = 1 - (1 - confidence) / Math.max(1, 2 * records.length);
  const priced = records.flatMap((record) => {
    if (record.cost === undefined) return [];
    const { lower, upper } = qualityBounds(record, each);
    // Only which costs more is asked of these numbers.
    return [{ model: record.model, cost: Number(record.cost), lower, upper, record }];
  });
  const left = undominated(priced);
  const dominated = priced
    .filter((one) => !left.includes(one))
    .flatMap((one) => {
      const by = strongestOver(one, left) ?? strongestOver(one, priced);
      return by === undefined
        ? []
        : [{ model: one.model, by: by.model, evidence: evidenceOf(one, by) }];
    });
  const struck = new Set(dominated.map(({ model }) => model));
  return {
    left: records
      .map(({ model }) => model)
      .filter((model) => model === reference || !struck.has(model)),
    dominated,
  };
}

type Priced = QualityBounds & Readonly<{ record: ModelRecord }>;

function strongestOver(one: Priced, others: readonly Priced[]): Priced | undefined {
  let best: Priced | undefined;
  for (const other of others) {
    if (other === one || other.cost > one.cost || other.lower <= one.upper) continue;
    if (best === undefined || other.lower > best.lower) best = other;
  }
  return best;
}

function evidenceOf(one: Priced, by: Priced): string {
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const price = ({ record: { cost } }: Priced): string =>
    cost === undefined ? "unknown" : displayDollars(cost, 6);
  const labels = ({ record }: Priced): string => `${Math.round(record.labels)} labels`;
  return `${by.model} has a quality of at least ${share(by.lower)} (${labels(by)}) at ${price(by)} a call; ${one.model} of at most ${share(one.upper)} (${labels(one)}) at ${price(one)}`;
}

/**
 * Between what a model's mean quality lies, each side with this confidence: quantiles of Beta(s + ½, n − s + ½) for n labels
 * of sum s, Jeffreys' interval (Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical
 * Science 16 (2001), section 3). Qualities between 0 and 1 vary no more than right and wrong of the same mean do, so
 * of those it is wider than it needs to be. The mean is always within. Without a label: 0 to 1.
 */
export function qualityBounds(
  { labels, qualities }: Pick<ModelRecord, "labels" | "qualities">,
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
