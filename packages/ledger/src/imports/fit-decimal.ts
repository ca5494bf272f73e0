import { divideRounded, formatDollars, picodollars } from "@headgate/money";

const PLACES = 12;
/** Digits before the point that a DECIMAL(38,12) has room for. */
const WHOLE_DIGITS = 26;

/** A decimal number as a column of twelve places holds it, and whether that is all of it. */
export type FittedDecimal = Readonly<{ text: string; isExact: boolean }>;

/**
 * Fits an exact decimal into a column of DECIMAL(38,12). Zeros beyond the twelfth place are no loss; other
 * digits there are rounded half away from zero.
 * @returns undefined for a number of more than 26 digits before the point: no such column holds it
 */
export function fitDecimal(text: string): FittedDecimal | undefined {
  const isNegative = text.startsWith("-");
  const [whole = "", fraction = ""] = (isNegative ? text.slice(1) : text).split(".");
  const digits = BigInt(whole + fraction.padEnd(PLACES, "0"));
  const signed = picodollars(isNegative ? -digits : digits);
  const beyond = fraction.slice(PLACES);
  const fitted = beyond === "" ? signed : divideRounded(signed, 10n ** BigInt(beyond.length));
  const fittedText = formatDollars(fitted);
  const room = WHOLE_DIGITS + PLACES + ".".length + (fittedText.startsWith("-") ? 1 : 0);
  if (fittedText.length > room) return undefined;
  return { text: fittedText, isExact: /^0*$/.test(beyond) };
}
