import { divideRounded, formatDollars, type Picodollars, picodollars } from "@headgate/money";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 365 days ÷ 12. */
const MONTH_MS = BigInt(730 * HOUR_MS);

/** A range, as a ledger is asked and as it is reckoned with. */
export type Range = Readonly<{ from: string; to: string }>;

/** What an amount of a range comes to in a month of 730 hours; a range of less than a day stands for a whole one. */
export function perMonth(amount: Picodollars, { from, to }: Range): string {
  const lengthMs = BigInt(Math.max(Date.parse(to) - Date.parse(from), DAY_MS));
  return formatDollars(divideRounded(picodollars(amount), lengthMs, MONTH_MS));
}
