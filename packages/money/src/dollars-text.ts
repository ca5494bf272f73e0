import { type Picodollars, picodollars } from "./picodollars.ts";

const DECIMALS = 12;
const DOLLARS_PATTERN = /^(-?)(\d+)(?:\.(\d{1,12}))?$/;

/** The wire form of money: a decimal string of US dollars with twelve places, e.g. `0.000123000000`. */
export const formatDollars = (amount: Picodollars): string => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(DECIMALS + 1, "0");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
};

/**
 * Reads a decimal string of US dollars, exactly.
 * @throws RangeError when the text is not a decimal number or has more than twelve places:
 *   nothing is rounded on the way in.
 */
export const parseDollars = (text: string): Picodollars => {
  const match = DOLLARS_PATTERN.exec(text);
  if (match === null) {
    throw new RangeError(`"${text}" is not an amount of dollars with at most ${DECIMALS} decimals`);
  }
  const [, sign = "", whole = "", fraction = ""] = match;
  const amount = BigInt(whole + fraction.padEnd(DECIMALS, "0"));
  return picodollars(sign === "-" ? -amount : amount);
};
