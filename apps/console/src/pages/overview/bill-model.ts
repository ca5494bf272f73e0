import { type Billing, counted } from "@headgate/contract";
import { displayCurrencyCompact } from "@headgate/money";
import { dollarsShown } from "../../format/money-text.ts";

/** One credit as it is shown: what it covered, and what is left of it. */
type CreditLine = Readonly<{
  name: string;
  granted: string;
  usedBefore: string;
  used: string;
  left: string;
  ends: string;
}>;

/** The bill of the days that are looked at, ready to be drawn. */
export type Bill = Readonly<{
  days: string;
  billed: string;
  credited: string;
  toPay: string;
  /** The same in the billing currency; absent where none is configured or a day has no rate. */
  inCurrency:
    | Readonly<{ code: string; billed: string; credited: string; toPay: string }>
    | undefined;
  /** What the amounts leave out, and the rates that were used. */
  notes: readonly string[];
  credits: readonly CreditLine[];
}>;

/** Undefined where neither credits nor a billing currency are configured: then the spend says it all. */
export const billOf = (billing: Billing): Bill | undefined => {
  const { credits, currency, unpriced_attempts } = billing;
  if (credits.length === 0 && currency === null) return undefined;
  const atLeast = unpriced_attempts === 0 ? "" : "≥ ";
  return {
    days: daysOf(billing),
    billed: `${atLeast}${dollarsShown(billing.billed_cost)}`,
    credited: dollarsShown(billing.credited),
    toPay: `${atLeast}${dollarsShown(billing.to_pay)}`,
    inCurrency: currency === null ? undefined : amountsOf(currency, atLeast),
    notes: [
      ...(currency === null ? [] : rateNotes(currency)),
      ...(unpriced_attempts === 0
        ? []
        : [`${counted(unpriced_attempts, "unpriced attempt")} in no amount here`]),
      ...(/[1-9]/.test(billing.simulated_cost)
        ? [
            `${dollarsShown(billing.simulated_cost)} is simulated: nobody bills it, and it uses no credit`,
          ]
        : []),
    ],
    credits: credits.map(({ name, granted, used_before, used, left, valid_to }) => ({
      name,
      granted: dollarsShown(granted),
      usedBefore: dollarsShown(used_before),
      used: dollarsShown(used),
      left: dollarsShown(left),
      ends: valid_to === null ? "never" : valid_to,
    })),
  };
};

const daysOf = ({ first_day, last_day }: Billing): string =>
  first_day === last_day
    ? `${first_day}, the whole day (UTC)`
    : `${first_day} to ${last_day}, whole days (UTC)`;

type Converted = NonNullable<Billing["currency"]>;

const amountsOf = (
  { code, billed, credited, to_pay }: Converted,
  atLeast: string,
): Bill["inCurrency"] =>
  billed === null || credited === null || to_pay === null
    ? undefined
    : {
        code,
        billed: `${atLeast}${displayCurrencyCompact(billed, code)}`,
        credited: displayCurrencyCompact(credited, code),
        toPay: `${atLeast}${displayCurrencyCompact(to_pay, code)}`,
      };

const rateNotes = ({ code, billed, parts, without_rate }: Converted): readonly string[] => [
  ...(billed === null
    ? [`In ${code} unknown: ${dollarsShown(without_rate)} was billed before the first rate`]
    : []),
  ...parts.map(
    ({ per_dollar, valid_from }) => `${code} ${per_dollar} per dollar from ${valid_from}`,
  ),
];
