import { divideRounded, type Picodollars, picodollars } from "@headgate/money";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 365 days ÷ 12. */
export const MONTH_MS = BigInt(730 * HOUR_MS);

/**
 * What an amount of a time comes to in a month of 730 hours. Less than a day stands for a whole one: what was not seen is
 * not made up.
 */
export const perMonth = (amount: bigint, lengthMs: number): Picodollars =>
  divideRounded(picodollars(amount), BigInt(Math.max(lengthMs, DAY_MS)), MONTH_MS);
