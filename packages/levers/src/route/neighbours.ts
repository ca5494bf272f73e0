import { dot } from "./clusters.ts";
import { MOST_POINTS, similaritiesTo } from "./similarities.ts";
import { DIMENSIONS } from "./text-space.ts";

/** Less like ones have no say. */
const LEAST_SIMILAR = 0.3;
/** So much similarity to nothing is added: few or distant neighbours say little. */
const PSEUDO_WEIGHT = 2;
/** So many rows are summed up model by model at a time: two sums stay in the processor, and the rows in its nearest cache. */
const BLOCK = 128;

/** Labelled prompts, the newest, as points of length 1 one after the other. */
export type Neighbours = Readonly<{
  points: Float32Array;
  /** What each model was worth on them, one prompt after the other; NaN where it was not tried. */
  qualities: Float64Array;
}>;

export function neighboursOf(
  rows: readonly Readonly<{ point: Float64Array; qualities: Float64Array }>[],
): Neighbours {
  const kept = rows.slice(-MOST_POINTS);
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
  const models = means.length;
  const rows = qualities.length / models;
  const weights = similaritiesTo(points, unitOf(point));
  // Each row is written down, and the next one over it where it is not near: every second row or so is, in no order that a
  // processor could guess, and a wrong guess costs more than the row.
  let near = 0;
  for (let row = 0; row < rows; row += 1) {
    const similarity = weights[row] as number;
    const square = similarity * similarity;
    weights[near] = square * square;
    nearAt[near] = row * models;
    near += Number(similarity >= LEAST_SIMILAR);
  }
  const sums = new Float64Array(models);
  const shares = new Float64Array(models);
  for (let from = 0; from < near; from += BLOCK) {
    const to = Math.min(near, from + BLOCK);
    for (let model = 0; model < models; model += 1) {
      const mean = means[model] as number;
      let sum = sums[model] as number;
      let share = shares[model] as number;
      for (let i = from; i < to; i += 1) {
        const quality = qualities[(nearAt[i] as number) + model] as number;
        if (Number.isNaN(quality)) continue;
        const weight = weights[i] as number;
        sum += weight * (quality - mean);
        share += weight;
      }
      sums[model] = sum;
      shares[model] = share;
    }
  }
  return sums.map((sum, model) => sum / (PSEUDO_WEIGHT + (shares[model] as number)));
}

/** Where the qualities of prompts begin that are near; kept from call to call. */
const nearAt = new Uint32Array(MOST_POINTS);

function unitOf(point: Float64Array): Float64Array {
  const length = Math.sqrt(dot(point, point));
  if (length === 0) return point;
  const unit = new Float64Array(point.length);
  for (let d = 0; d < unit.length; d += 1) unit[d] = (point[d] as number) / length;
  return unit;
}
