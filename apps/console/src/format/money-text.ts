import {
  displayCurrencyCompact,
  displayDollars,
  displayDollarsCompact,
  multiply,
  type Picodollars,
  parseDollars,
  picodollars,
} from "@headgate/money";

/** Money of the wire, for the eye: `$1,234.57`, small amounts with three significant digits. */
export const dollarsShown = (text: string): string => displayDollarsCompact(parseDollars(text));

/** The same in a currency: other than dollars with its code. */
export const moneyText = (amount: string, currency: string): string =>
  currency === "USD" ? dollarsShown(amount) : displayCurrencyCompact(amount, currency);

/** Money of the wire that may not be known: then the word, never $0. */
export const costShown = (text: string | null): string =>
  text === null ? "unpriced" : dollarsShown(text);

/** A sum of amounts none of which is below nothing, of which so many are not known: a bound, or the word. */
export const boundShown = (text: string, unknown: number): string => {
  if (unknown === 0) return dollarsShown(text);
  return parseDollars(text) === 0n ? "unknown" : `≥ ${dollarsShown(text)}`;
};

/** Every digit that counts: `$0.0001234`, at least two places. */
export const exactDollars = (amount: Picodollars): string => {
  const all = displayDollars(amount, 12);
  return all.replace(/(\.\d\d\d*?)0+$/, "$1");
};

/** A price for one unit, as the price of a million: exact. */
export const perMillion = (unitPrice: string): Picodollars =>
  multiply(parseDollars(unitPrice), 1_000_000);

/** The axis of a chart, where numbers already are numbers: as few digits as tell the ticks apart. */
export const axisDollars = (dollars: number): string => {
  if (dollars === 0) return "$0";
  if (dollars < 0) return `−${axisDollars(-dollars)}`;
  if (dollars >= 1_000)
    return `$${new Intl.NumberFormat("en-US", { notation: "compact" }).format(dollars)}`;
  if (dollars >= 100) return `$${dollars.toFixed(0)}`;
  return `$${Number(dollars.toPrecision(3))}`;
};

/**
 * The one place where money becomes a floating-point number: the length of something drawn.
 * Never text, never added up.
 */
export const drawnLength = (amount: Picodollars): number => Number(amount) / 1e12;

/** A sum of money of the wire. */
export const sumOfTexts = (texts: Iterable<string>): Picodollars => {
  let total = 0n;
  for (const text of texts) total += parseDollars(text);
  return picodollars(total);
};
