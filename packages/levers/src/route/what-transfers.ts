import { normalArea } from "./certify-dial.ts";
import { stackWeights } from "./stack-weights.ts";

/** What parts said of rows whose whole group they were not fitted on. */
export type SaidOfOthers = Readonly<{
  /** `predictions[part][row][model]` and `targets[row][model]`, as deviations from the models' means; NaN: not tried. */
  predictions: readonly (readonly Float64Array[])[];
  targets: readonly Float64Array[];
  /** The group of each row, and which groups were left out together. */
  groups: readonly string[];
  folds: readonly number[];
}>;

/** Some parts, by their places, that may speak together. */
type Blend = readonly number[];

/**
 * The weights of the parts, at least 0, by which prompts of a group that nobody has seen are to be judged; all 0 where no
 * blend helped on groups left out, so that the models' means alone speak.
 *
 * A blend's gain is how much nearer it comes to the truth than what was taken before it (at first the means alone), by squared error of
 * the differences between models, with weights that were worked out on other groups. Calls of one group are alike, so the error
 * is that over groups. What a blend adds is taken in by a share that grows with how surely
 * it gains, and not whole or not at all, or one label more would turn it on and off. The first blend, the plainest, is one that is known to
 * carry over elsewhere and has to show less than those that follow.
 */
export function transferringWeights(said: SaidOfOthers, blends: readonly Blend[]): Float64Array {
  const { targets } = said;
  const all = [...targets.keys()];
  let weights: Float64Array = new Float64Array(said.predictions.length);
  let taken: readonly Float64Array[] = targets.map((target) => new Float64Array(target.length));
  for (const [index, blend] of blends.entries()) {
    const added = saidByOthers(said, blend);
    const gain = gainOver(said, { before: taken, after: added });
    const share = index === 0 ? shareOfPlainest(gain) : shareOfFurther(gain);
    if (share === 0) continue;
    const own = new Float64Array(weights.length);
    for (const [place, weight] of weightsOn(said, blend, all).entries()) {
      own[blend[place] as number] = weight;
    }
    weights = mixed(weights, own, share);
    taken = taken.map((before, row) => mixed(before, added[row] as Float64Array, share));
  }
  return weights;
}

type Gain = Readonly<{ gain: number; error: number }>;

/** How much likelier it is that there is a gain than that there is a loss: nothing at 0, two thirds at the error itself. */
function shareOfPlainest({ gain, error }: Gain): number {
  if (gain <= 0) return 0;
  return error === 0 ? 1 : 2 * normalArea(Math.min(8, gain / error));
}

/**
 * The positive part of 1 − (error / gain)², by which James and Stein draw an estimate to nothing ("Estimation with quadratic loss",
 * 1961). What is within its error has no say, what is twice its error has three quarters of it.
 */
function shareOfFurther({ gain, error }: Gain): number {
  return gain <= error ? 0 : 1 - (error / gain) ** 2;
}

/** By how much one blend comes nearer to the truth than another, a call, and the standard error of that over groups. */
function gainOver(
  { groups, targets }: SaidOfOthers,
  { before, after }: Readonly<Record<"before" | "after", readonly Float64Array[]>>,
): Gain {
  const sums = new Map<string, { calls: number; gain: number }>();
  for (const [row, target] of targets.entries()) {
    const group = groups[row] as string;
    const sum = sums.get(group) ?? { calls: 0, gain: 0 };
    sums.set(group, sum);
    sum.calls += 1;
    sum.gain +=
      gainOn(after[row] as Float64Array, target) - gainOn(before[row] as Float64Array, target);
  }
  if (sums.size < 2) return { gain: 0, error: 0 };
  const all = [...sums.values()];
  const gain = all.reduce((sum, one) => sum + one.gain, 0) / targets.length;
  // Of a mean whose groups differ in size (a ratio of two sums over groups).
  const squares = all.reduce((sum, one) => sum + (one.gain - one.calls * gain) ** 2, 0);
  return { gain, error: Math.sqrt((squares * sums.size) / (sums.size - 1)) / targets.length };
}

/** What a blend says of each row with weights that were worked out on the rows of other folds. */
function saidByOthers(said: SaidOfOthers, blend: Blend): readonly Float64Array[] {
  const { folds } = said;
  const expected = new Array<Float64Array>(folds.length);
  for (const fold of new Set(folds)) {
    const others = [...folds.keys()].filter((row) => folds[row] !== fold);
    const weights = weightsOn(said, blend, others);
    for (const row of folds.keys()) {
      if (folds[row] === fold) expected[row] = blended(said, blend, { weights, row });
    }
  }
  return expected;
}

const mixed = (before: Float64Array, after: Float64Array, share: number): Float64Array =>
  before.map((value, place) => value + share * ((after[place] as number) - value));

function weightsOn(
  { predictions, targets }: SaidOfOthers,
  blend: Blend,
  rows: readonly number[],
): Float64Array {
  const ofRows = (all: readonly Float64Array[]) => rows.map((row) => all[row] as Float64Array);
  return stackWeights(
    blend.map((part) => ofRows(predictions[part] as readonly Float64Array[])),
    ofRows(targets),
    new Float64Array(blend.length),
  );
}

function blended(
  { predictions, targets }: SaidOfOthers,
  blend: Blend,
  { weights, row }: Readonly<{ weights: Float64Array; row: number }>,
): Float64Array {
  const expected = new Float64Array(targets[row]?.length ?? 0);
  for (const [index, part] of blend.entries()) {
    const ofPart = predictions[part]?.[row] as Float64Array;
    const weight = weights[index] as number;
    for (let m = 0; m < expected.length; m += 1) {
      expected[m] = (expected[m] as number) + weight * (ofPart[m] as number);
    }
  }
  return expected;
}

/** By how much less this misses the differences between the models that were tried than their means do. */
function gainOn(expected: Float64Array, target: Float64Array): number {
  let tried = 0;
  let expectedSum = 0;
  let targetSum = 0;
  for (let m = 0; m < target.length; m += 1) {
    if (Number.isNaN(target[m])) continue;
    tried += 1;
    expectedSum += expected[m] as number;
    targetSum += target[m] as number;
  }
  if (tried < 2) return 0;
  let gain = 0;
  for (let m = 0; m < target.length; m += 1) {
    if (Number.isNaN(target[m])) continue;
    const said = (expected[m] as number) - expectedSum / tried;
    const truth = (target[m] as number) - targetSum / tried;
    gain += said * (2 * truth - said);
  }
  return gain;
}
