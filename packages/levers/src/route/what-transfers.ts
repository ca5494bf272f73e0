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
 * A blend's gain is how much nearer it came to the truth than the means, by squared error of the differences between models,
 * with weights that were worked out on other groups. The first blend, the plainest, is taken where it gains at all; each further
 * one where it gains beyond what was taken before by more than that difference's standard error over the groups (the
 * one-standard-error rule: Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984, section 3.4.3):
 * calls of one group are alike, so groups are what is counted, not calls.
 */
export function transferringWeights(said: SaidOfOthers, blends: readonly Blend[]): Float64Array {
  const weights = new Float64Array(said.predictions.length);
  let best: Blend | undefined;
  let taken: readonly number[] | undefined;
  for (const [index, blend] of blends.entries()) {
    const gains = gainsByGroup(said, blend);
    if (gains.length < 2) break;
    const before = taken;
    const { sum, error } = sumOver(
      before === undefined ? gains : gains.map((gain, group) => gain - (before[group] as number)),
    );
    if (sum <= (index === 0 ? 0 : error)) continue;
    best = blend;
    taken = gains;
  }
  if (best === undefined) return weights;
  const all = said.targets.map((_, row) => row);
  for (const [index, weight] of weightsOn(said, best, all).entries()) {
    weights[best[index] as number] = weight;
  }
  return weights;
}

/** A sum over groups, and its standard error. */
function sumOver(gains: readonly number[]): Readonly<{ sum: number; error: number }> {
  const sum = gains.reduce((total, gain) => total + gain, 0);
  const mean = sum / gains.length;
  const squares = gains.reduce((total, gain) => total + (gain - mean) ** 2, 0);
  return { sum, error: Math.sqrt((squares * gains.length) / (gains.length - 1)) };
}

/** What a blend gained on each group, in the order in which groups come first. */
function gainsByGroup(said: SaidOfOthers, blend: Blend): readonly number[] {
  const { folds, groups, targets } = said;
  const gains = new Map<string, number>(groups.map((group) => [group, 0]));
  for (const fold of new Set(folds)) {
    const others = [...folds.keys()].filter((row) => folds[row] !== fold);
    const weights = weightsOn(said, blend, others);
    for (const [row, target] of targets.entries()) {
      if (folds[row] !== fold) continue;
      const group = groups[row] as string;
      const gain = gainOn(blended(said, blend, { weights, row }), target);
      gains.set(group, (gains.get(group) as number) + gain);
    }
  }
  return [...gains.values()];
}

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
