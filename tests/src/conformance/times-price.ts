import type { PriceRecord } from "@headgate/contract";

const PLACES = 12;

/**
 * What so many units cost at a record's rate, in picodollars, worked out from the record's own text: not
 * with the code that is checked.
 */
export function timesPrice({ price, per, id }: PriceRecord, quantity: number): bigint {
  const [whole = "0", decimals = ""] = price.split(".");
  const scale = Math.max(decimals.length, PLACES);
  const units = BigInt(whole + decimals.padEnd(scale, "0")) * BigInt(quantity);
  const divisor = BigInt(per) * 10n ** BigInt(scale - PLACES);
  if (units % divisor !== 0n) throw new RangeError(`${id} is no whole number of picodollars`);
  return units / divisor;
}
