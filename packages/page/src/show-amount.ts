import { shownTime } from "@headgate/contract";
import { displayCurrencyCompact, displayDollarsCompact, parseDollars } from "@headgate/money";

/** An amount of a currency for the eye. */
export const showAmount = (amount: string, currency: string): string =>
  currency === "USD"
    ? displayDollarsCompact(parseDollars(amount))
    : displayCurrencyCompact(amount, currency);

/**
 * An amount that leaves out what has no price: at least so much where a part is known, else not known at all.
 */
export function showKnown(amount: string, currency: string, unpricedAttempts: number): string {
  if (unpricedAttempts === 0) return showAmount(amount, currency);
  return /[1-9]/.test(amount) ? `≥ ${showAmount(amount, currency)}` : "unknown";
}

/** A share as `12.3 %`; a dash where there is none. */
export const showShare = (share: number | null): string => {
  if (share === null) return "–";
  const percent = share * 100;
  if (percent !== 0 && Math.abs(percent) < 0.05) return percent > 0 ? "< 0.1 %" : "> −0.1 %";
  return `${percent.toFixed(1).replace("-", "−")} %`;
};

/** A difference with its sign, and what part of the amount before it is. */
export function showChange(
  { before, difference }: Readonly<{ before: string; difference: string }>,
  currency: string,
): string {
  if (!/[1-9]/.test(difference)) return "±0";
  const amount = showAmount(difference, currency);
  const signed = difference.startsWith("-") ? amount : `+${amount}`;
  const from = parseDollars(before);
  if (from === 0n) return `${signed} (from nothing)`;
  if (from < 0n) return signed;
  const percent = Number((parseDollars(difference) * 1_000n) / from) / 10;
  if (Math.abs(percent) >= 1_000) return signed;
  return `${signed} (${percent > 0 ? "+" : ""}${percent.toFixed(0).replace("-", "−")} %)`;
}

/** The day of a moment, as a calendar of the zone has it. */
const showDay = (atMs: number, timeZone: string): string =>
  new Date(shownTime(atMs, timeZone)).toISOString().slice(0, 10);

/** Days of a zone from the first to the last, where the end is the first moment behind them. */
export const showDays = (
  { from, to }: Readonly<{ from: string; to: string }>,
  timeZone = "UTC",
): string => {
  const first = showDay(Date.parse(from), timeZone);
  const last = showDay(Date.parse(to) - 1, timeZone);
  return first === last ? first : `${first} to ${last}`;
};
