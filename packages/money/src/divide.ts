import { type Picodollars, picodollars } from "./picodollars.ts";

/**
 * The one place where money is rounded: `amount × numerator ÷ denominator`, half away from zero.
 * Used for shares, discounts and averages; never for `tokens × price`, which is exact.
 * @throws RangeError when the denominator is not positive.
 */
export const divideRounded = (
  amount: Picodollars,
  denominator: bigint,
  numerator = 1n,
): Picodollars => {
  if (denominator <= 0n) throw new RangeError("money is divided by a positive number only");
  const product = amount * numerator;
  const half = denominator / 2n;
  const magnitude = product < 0n ? -product : product;
  const rounded = (magnitude + half) / denominator;
  return picodollars(product < 0n ? -rounded : rounded);
};
