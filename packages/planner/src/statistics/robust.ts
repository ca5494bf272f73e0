/**
 * The middle value; of an even number the mean of the middle two.
 * @throws RangeError for no value at all
 */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new RangeError("no value has no median");
  return (lower + upper) / 2;
}

/** Makes a median of absolute errors the standard deviation where errors are normal: 1 ÷ Φ⁻¹(3/4). */
const TO_DEVIATION = 1.4826;

/** A standard deviation that up to half of the errors cannot spoil; the errors are around 0. */
export const robustDeviation = (errors: readonly number[]): number =>
  TO_DEVIATION * median(errors.map(Math.abs));

/** A straight line, `intercept + slope × at`. */
export type Line = Readonly<{ intercept: number; slope: number }>;

/**
 * Theil's and Sen's line: the median of the slopes between all pairs, and the median of what is left. Up to
 * 29 % of the points cannot spoil it. Needs at least two places; with one the slope is 0.
 */
export function robustLine(points: readonly Readonly<{ at: number; value: number }>[]): Line {
  const slopes: number[] = [];
  for (const [index, left] of points.entries()) {
    for (const right of points.slice(index + 1)) {
      if (right.at !== left.at) slopes.push((right.value - left.value) / (right.at - left.at));
    }
  }
  const slope = slopes.length === 0 ? 0 : median(slopes);
  return { slope, intercept: median(points.map(({ at, value }) => value - slope * at)) };
}
