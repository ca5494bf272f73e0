import { type BillingCurrency, HeadgateError } from "@headgate/contract";
import { divideRounded, formatDollars, type Picodollars } from "@headgate/money";
import { DAY_MS, dayNumberOf } from "../day-number.ts";

const RATE_DECIMALS = 9;
const RATE_UNIT = 10n ** BigInt(RATE_DECIMALS);

/** An amount as it is billed: a decimal string with twelve places of the currency. */
export type BilledAmount = Readonly<{ currency: string; amount: string }>;

type BillingRate = BillingCurrency["rates"][number];

/** The rate that holds on a day (UTC): of those that have begun, the one that began last. */
export function rateOn(rates: readonly BillingRate[], atMs: number): BillingRate | undefined {
  const day = Math.floor(atMs / DAY_MS);
  let rate: BillingRate | undefined;
  for (const one of rates) {
    if (dayNumberOf(one.valid_from) > day) continue;
    if (rate === undefined || one.valid_from >= rate.valid_from) rate = one;
  }
  return rate;
}

/**
 * Converts an amount at the rate that holds on a day. Dollars stay what is kept and added up: convert
 * totals, not lines. The twelfth decimal is rounded half away from zero, here and nowhere else.
 * @throws HeadgateError `currency_rate_unknown` when no rate of the configuration holds on the day
 */
export function toBillingCurrency(
  { code, rates }: BillingCurrency,
  amount: Picodollars,
  atMs: number,
): BilledAmount {
  const rate = rateOn(rates, atMs);
  if (rate === undefined) {
    const date = new Date(atMs).toISOString().slice(0, 10);
    throw new HeadgateError("currency_rate_unknown", `${code} on ${date}.`, { currency: code });
  }
  const [whole = "", decimals = ""] = rate.per_dollar.split(".");
  const perDollar = BigInt(whole + decimals.padEnd(RATE_DECIMALS, "0"));
  // A trillionth of a dollar at the rate is so many trillionths of the currency: the text form is the same.
  return { currency: code, amount: formatDollars(divideRounded(amount, RATE_UNIT, perDollar)) };
}
