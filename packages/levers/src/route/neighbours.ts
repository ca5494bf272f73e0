import { dot } from "./clusters.ts";
import { DIMENSIONS } from "./text-space.ts";

const MOST_KEPT = 1_500;
/** Less like ones have no say. */
const LEAST_SIMILAR = 0.3;
/** So much similarity to nothing is added: few or distant neighbours say little. */
const PSEUDO_WEIGHT = 2;

/** Labelled prompts, the newest, as points of length 1 one after the other. */
export type Neighbours = Readonly<{
  points: Float32Array;
  /** What each model was worth on them, one prompt after the other; NaN where it was not tried. */
  qualities: Float64Array;
}>;

export function neighboursOf(
  rows: readonly Readonly<{ point: Float64Array; qualities: Float64Array }>[],
): Neighbours {
  const kept = rows.slice(-MOST_KEPT);
  const points = new Float32Array(kept.length * DIMENSIONS);
  for (const [index, { point }] of kept.entries()) points.set(unitOf(point), index * DIMENSIONS);
  const models = kept[0]?.qualities.length ?? 0;
  const qualities = new Float64Array(kept.length * models);
  for (const [index, row] of kept.entries()) qualities.set(row.qualities, index * models);
  return { points, qualities };
}

/** By how much models are better than their means on prompts near this one, weighed by the fourth power of nearness. */
export function neighbourDeviations(
  { points, qualities }: Neighbours,
  means: Float64Array,
  point: Float64Array,
): Float64Array {
  // As doubles, though the points are floats: what is asked for is then not widened anew in each row.
  const unit = unitOf(point);
  const models = means.length;
  const sums = new Float64Array(models);
  const weights = new Float64Array(models);
  for (let row = 0, at = 0; row < qualities.length; row += models) {
    // Four sums side by side: one alone waits for each addition before the next. DIMENSIONS is a multiple of four.
    let a = 0;
    let b = 0;
    let c = 0;
    let e = 0;
    for (let d = 0; d < DIMENSIONS; d += 4, at += 4) {
      a += (points[at] as number) * (unit[d] as number);
      b += (points[at + 1] as number) * (unit[d + 1] as number);
      c += (points[at + 2] as number) * (unit[d + 2] as number);
      e += (points[at + 3] as number) * (unit[d + 3] as number);
    }
    const similarity = a + b + c + e;
    if (similarity < LEAST_SIMILAR) continue;
    const square = similarity * similarity;
    const weight = square * square;
    for (let model = 0; model < models; model += 1) {
      const quality = qualities[row + model] as number;
      if (Number.isNaN(quality)) continue;
      sums[model] = (sums[model] as number) + weight * (quality - (means[model] as number));
      weights[model] = (weights[model] as number) + weight;
    }
  }
  return sums.map((sum, model) => sum / (PSEUDO_WEIGHT + (weights[model] as number)));
}

function unitOf(point: Float64Array): Float64Array {
  const length = Math.sqrt(dot(point, point));
  return length === 0 ? point : point.map((value) => value / length);
}
