import { type Picodollars, parseDollars, picodollars } from "@headgate/money";

/**
 * The price of one unit: `price` dollars for `per` units.
 * @throws RangeError when it is not a whole number of picodollars, so that no product is ever rounded.
 */
export const unitPriceOf = (price: string, per: number): Picodollars => {
  const amount = parseDollars(price);
  const units = BigInt(per);
  if (amount % units !== 0n) {
    throw new RangeError(`$${price} per ${per} is not a whole number of picodollars a unit`);
  }
  return picodollars(amount / units);
};
