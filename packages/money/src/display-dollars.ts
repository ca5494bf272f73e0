import { divideRounded } from "./divide.ts";
import { formatDollars, parseDollars } from "./dollars-text.ts";
import { type Picodollars, picodollars } from "./picodollars.ts";

const DECIMALS = 12;

/** Rounds for the eye, exactly: `decimals` places of US dollars with thousands separators, e.g. `$1,234.57`. */
export const displayDollars = (amount: Picodollars, decimals = 2): string => {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > DECIMALS) {
    throw new RangeError(`money is shown with 0 to ${DECIMALS} decimals, not ${decimals}`);
  }
  const step = 10n ** BigInt(DECIMALS - decimals);
  const text = formatDollars(picodollars(divideRounded(amount, step) * step));
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = text.startsWith("-") ? "−" : "";
  return decimals === 0
    ? `${sign}$${grouped}`
    : `${sign}$${grouped}.${fraction.slice(0, decimals)}`;
};

/**
 * As {@link displayDollars}, but with as many places as a small amount needs to be more than `$0.00`:
 * two from a dollar up, otherwise three significant digits.
 */
export const displayDollarsCompact = (amount: Picodollars): string => {
  const magnitude = amount < 0n ? -amount : amount;
  if (magnitude === 0n || magnitude >= 10n ** 12n) return displayDollars(amount, 2);
  const leadingZeros = DECIMALS - magnitude.toString().length;
  return displayDollars(amount, Math.min(DECIMALS, Math.max(2, leadingZeros + 3)));
};

/**
 * An amount of another currency (a decimal string with twelve places) as {@link displayDollarsCompact}
 * shows dollars, with the currency's code: `EUR 1,234.57`.
 */
export const displayCurrencyCompact = (amount: string, code: string): string =>
  displayDollarsCompact(parseDollars(amount)).replace("$", `${code} `);
