/** How much the mean of some values is above that of others, and its interval at 95 %. */
export type MeanDifference = Readonly<{ difference: bigint; from: bigint; to: bigint }>;

/** With fewer values on a side the normal distribution is no good stand-in for that of a mean. */
export const LEAST_VALUES = 30;

/**
 * The difference of two means with an interval by Welch's standard error (variances may differ) and the normal
 * distribution. All in whole numbers: amounts of money are never made into floats.
 *
 * @returns undefined with fewer than 30 values on either side
 */
export function meanDifference(
  left: readonly bigint[],
  right: readonly bigint[],
): MeanDifference | undefined {
  if (left.length < LEAST_VALUES || right.length < LEAST_VALUES) return undefined;
  const difference = meanOf(left) - meanOf(right);
  const squaredError = errorSquared(left) + errorSquared(right);
  // 1.96 standard errors: the square is scaled so that the root keeps two places.
  const half = rootOf(squaredError * 196n * 196n) / 100n;
  return { difference, from: difference - half, to: difference + half };
}

/** The mean, rounded to a whole number. */
export const meanOf = (values: readonly bigint[]): bigint =>
  rounded(sumOf(values), BigInt(values.length));

/** The variance of the mean of values, rounded to a whole number. */
function errorSquared(values: readonly bigint[]): bigint {
  const count = BigInt(values.length);
  const sum = sumOf(values);
  const squares = sumOf(values.map((value) => value * value));
  return rounded(count * squares - sum * sum, count * count * (count - 1n));
}

/** A quotient, half away from zero; what is divided may be a square, so it is no amount of money. */
function rounded(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const quotient = (size + divisor / 2n) / divisor;
  return dividend < 0n ? -quotient : quotient;
}

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

/** The largest whole number whose square is not above this one, by Newton's method. */
function rootOf(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
