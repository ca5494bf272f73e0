import type { Billing, BillingCurrency, Overlay } from "@headgate/contract";
import {
  formatDollars,
  type Picodollars,
  parseDollars,
  picodollars,
  sum,
  ZERO,
} from "@headgate/money";
import { DAY_MS } from "../day-number.ts";
import { applyCredits, type CreditableCharge } from "./apply-credits.ts";
import { rateOn, toBillingCurrency } from "./to-billing-currency.ts";

/** One day (UTC) of billed charges, all of it. */
export type BilledCharges = Readonly<{
  dayStartMs: number;
  charges: readonly CreditableCharge[];
  simulatedCosts: readonly Picodollars[];
  unpricedAttempts: number;
}>;

/** Works out what is left to pay of a period. */
export interface BillingStatement {
  /** First day whose charges matter: credits may have been used before the period. */
  readonly neededFromMs: number;
  /**
   * Adds a day; every day from {@link neededFromMs} on that has charges, each once and in order.
   * @throws RangeError when a day comes before one that was added
   */
  add(day: BilledCharges): void;
  result(): Billing;
}

type Sums = { billed: bigint; credited: bigint };

/**
 * What is billed for a period of whole UTC days, what credits paid of it and what is left to pay. Credits
 * are used day by day from their first day on, so that two periods never use the same dollar of one; within
 * a day charges are taken in the order of their ids.
 *
 * Amounts of the billing currency are converted once for each rate, from the sum of the days on which it
 * holds.
 *
 * @param period its first moment, and the first that is no longer in it; both are at midnight UTC
 */
export function createBillingStatement(
  terms: Readonly<{ overlays: readonly Overlay[]; currency: BillingCurrency | undefined }>,
  period: Readonly<{ fromMs: number; toMs: number }>,
): BillingStatement {
  const { overlays, currency } = terms;
  const credits = overlays.filter((overlay) => overlay.kind === "credit");
  const pools = credits.map((credit) => ({ credit, used: ZERO, usedBefore: ZERO }));
  const whole: Sums = { billed: 0n, credited: 0n };
  const byRate = new Map<string | undefined, Sums>();
  let simulated = 0n;
  let unpricedAttempts = 0;
  let lastDayMs = Number.NEGATIVE_INFINITY;

  return {
    neededFromMs: Math.min(
      period.fromMs,
      ...credits.map(({ valid_from }) => Date.parse(`${valid_from}T00:00:00Z`)),
    ),
    add(day) {
      if (day.dayStartMs <= lastDayMs) throw new RangeError("days are added once and in order");
      lastDayMs = day.dayStartMs;
      if (day.dayStartMs >= period.toMs) return;
      const isInPeriod = day.dayStartMs >= period.fromMs;
      const settled = applyCredits({
        overlays: credits,
        charges: day.charges,
        usedBefore: Object.fromEntries(pools.map(({ credit, used }) => [credit.name, used])),
      });
      for (const pool of pools) {
        const balance = settled.balances.find(({ credit }) => credit === pool.credit.name);
        if (balance === undefined) throw new RangeError(`"${pool.credit.name}" has no balance`);
        pool.used = picodollars(balance.usedBefore + balance.used);
        if (!isInPeriod) pool.usedBefore = pool.used;
      }
      if (!isInPeriod) return;
      const rate = currency === undefined ? undefined : rateOn(currency.rates, day.dayStartMs);
      const part = byRate.get(rate?.valid_from) ?? { billed: 0n, credited: 0n };
      byRate.set(rate?.valid_from, part);
      for (const sums of [whole, part]) {
        sums.billed += settled.billedBefore;
        sums.credited += settled.billedBefore - settled.billedAfter;
      }
      simulated += sum(day.simulatedCosts);
      unpricedAttempts += day.unpricedAttempts;
    },
    result() {
      return {
        first_day: dayText(period.fromMs),
        last_day: dayText(period.toMs - DAY_MS),
        billed_cost: text(whole.billed),
        credited: text(whole.credited),
        to_pay: text(whole.billed - whole.credited),
        unpriced_attempts: unpricedAttempts,
        simulated_cost: text(simulated),
        credits: pools.map(
          ({ credit: { name, amount, valid_from, valid_to }, used, usedBefore }) => {
            const granted = parseDollars(amount);
            return {
              name,
              granted: formatDollars(granted),
              used_before: formatDollars(usedBefore),
              used: text(used - usedBefore),
              left: text(granted - used),
              valid_from,
              valid_to: valid_to === undefined ? null : valid_to,
            };
          },
        ),
        currency: currency === undefined ? null : convert(currency, byRate),
      };
    },
  };
}

function convert(
  currency: BillingCurrency,
  byRate: ReadonlyMap<string | undefined, Sums>,
): NonNullable<Billing["currency"]> {
  const parts: NonNullable<Billing["currency"]>["parts"] = [];
  let billed = 0n;
  let credited = 0n;
  let withoutRate = 0n;
  for (const [validFrom, sums] of byRate) {
    const atMs = validFrom === undefined ? undefined : Date.parse(`${validFrom}T00:00:00Z`);
    const rate = atMs === undefined ? undefined : rateOn(currency.rates, atMs);
    if (atMs === undefined || rate === undefined) {
      withoutRate += sums.billed;
      continue;
    }
    const amountOf = (dollars: bigint): bigint =>
      parseDollars(toBillingCurrency(currency, picodollars(dollars), atMs).amount);
    billed += amountOf(sums.billed);
    credited += amountOf(sums.credited);
    const { valid_from, per_dollar } = rate;
    parts.push({
      valid_from,
      per_dollar,
      billed_cost: text(sums.billed),
      credited: text(sums.credited),
    });
  }
  const isWhole = withoutRate === 0n;
  return {
    code: currency.code,
    billed: isWhole ? text(billed) : null,
    credited: isWhole ? text(credited) : null,
    to_pay: isWhole ? text(billed - credited) : null,
    parts,
    without_rate: text(withoutRate),
  };
}

/** The wire form of a sum or a difference. */
const text = (amount: bigint): string => formatDollars(picodollars(amount));
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
