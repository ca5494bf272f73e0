import { divideRounded } from "./divide.ts";
import { type Picodollars, picodollars } from "./picodollars.ts";

/** An exact, non-negative amount that need not be whole: `numerator ÷ denominator` picodollars. */
export type Fraction = Readonly<{ numerator: bigint; denominator: bigint }>;

/**
 * Rounds amounts so that they add up to their rounded sum: the sum is rounded as {@link divideRounded}
 * does, every part is rounded down, and what is missing goes to the parts that lost most (the largest
 * remainders; of equal ones the first). No part is off by a whole picodollar or more, and a whole part
 * stays as it is.
 * @throws RangeError for a negative numerator or a denominator that is not positive
 */
export function roundTogether(
  parts: readonly Fraction[],
): Readonly<{ total: Picodollars; parts: readonly Picodollars[] }> {
  let numerator = 0n;
  let denominator = 1n;
  for (const part of parts) {
    if (part.numerator < 0n || part.denominator <= 0n) {
      throw new RangeError("only amounts from 0 are rounded together");
    }
    numerator = numerator * part.denominator + part.numerator * denominator;
    denominator *= part.denominator;
  }
  const total = divideRounded(picodollars(numerator), denominator);
  const floors = parts.map((part) => part.numerator / part.denominator);
  let missing = total;
  for (const floor of floors) missing = picodollars(missing - floor);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part.numerator % part.denominator, ...part }))
    .sort((left, right) => {
      const difference = right.remainder * left.denominator - left.remainder * right.denominator;
      return difference === 0n ? left.index - right.index : difference > 0n ? 1 : -1;
    });
  for (const { index } of byRemainder) {
    if (missing === 0n) break;
    floors[index] = (floors[index] as bigint) + 1n;
    missing = picodollars(missing - 1n);
  }
  return { total, parts: floors.map(picodollars) };
}
