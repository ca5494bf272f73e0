/**
 * Exact money. One unit is a trillionth of a US dollar, so any price quoted to six decimals
 * per million tokens is a whole number of units per token and `tokens × price` never rounds.
 */
export type Picodollars = bigint & { readonly unit: "picodollars" };

/** Picodollars in one US dollar. */
export const PICODOLLARS_PER_DOLLAR = 1_000_000_000_000n;

/** Marks a bigint as an amount of picodollars. */
export const picodollars = (amount: bigint): Picodollars => amount as Picodollars;

/** No money at all: a known amount, never a stand-in for an unknown one. */
export const ZERO: Picodollars = picodollars(0n);

/** Adds amounts; the sum of none is {@link ZERO}. */
export const sum = (amounts: Iterable<Picodollars>): Picodollars => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return picodollars(total);
};

/** `left − right`; may be negative. */
export const subtract = (left: Picodollars, right: Picodollars): Picodollars =>
  picodollars(left - right);

/**
 * `quantity × price` for a whole, non-negative quantity of units.
 * @throws RangeError when the quantity is negative, fractional or beyond 2^53.
 */
export const multiply = (price: Picodollars, quantity: number): Picodollars => {
  if (!Number.isSafeInteger(quantity) || quantity < 0) {
    throw new RangeError(`a quantity is a whole number of units from 0, not ${quantity}`);
  }
  return picodollars(price * BigInt(quantity));
};
