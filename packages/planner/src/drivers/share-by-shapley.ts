import { type Picodollars, picodollars, roundTogether } from "@headgate/money";

/**
 * Shares the change of a function between its factors by Shapley's value: each factor gets what its
 * change moves, averaged over all orders in which the factors can change. No order is preferred, and the
 * shares add up to the whole change, to the picodollar (what a share has beyond whole picodollars is
 * rounded together with the others').
 *
 * @param count how many factors there are; the function is asked 2^count times
 * @param amountAt the amount when the factors whose bits are set have changed and the others have not
 */
export function shareByShapley(
  count: number,
  amountAt: (changed: number) => Picodollars,
): readonly Picodollars[] {
  const amounts = Array.from({ length: 2 ** count }, (_, changed) => amountAt(changed));
  const orders = factorial(count);
  const numerators = Array.from({ length: count }, (_, factor) => {
    let numerator = 0n;
    for (const [changed, amount] of amounts.entries()) {
      if ((changed & (1 << factor)) !== 0) continue;
      const before = bitsIn(changed);
      const weight = factorial(before) * factorial(count - before - 1);
      numerator += weight * ((amounts[changed | (1 << factor)] as bigint) - amount);
    }
    return numerator;
  });
  return roundSigned(numerators, orders);
}

/** Rounding together takes amounts from 0: a whole number is added to each and taken off again. */
function roundSigned(numerators: readonly bigint[], denominator: bigint): readonly Picodollars[] {
  let lift = 0n;
  for (const numerator of numerators) {
    const whole = numerator / denominator - 1n;
    if (whole < lift) lift = whole;
  }
  const lifted = numerators.map((numerator) => ({
    numerator: numerator - lift * denominator,
    denominator,
  }));
  return roundTogether(lifted).parts.map((part) => picodollars(part + lift));
}

const factorial = (number: number): bigint => {
  let product = 1n;
  for (let factor = 2n; factor <= BigInt(number); factor += 1n) product *= factor;
  return product;
};

function bitsIn(number: number): number {
  let bits = 0;
  for (let rest = number; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
