import { countedStatements } from "./bills/bill-scope.ts";

/** The currency that calls are priced in. */
export const CALLS_CURRENCY = "USD";

/** Lines that calls can explain: what a known provider bills for using models. */
export const explainable = `provider is not null and category in ('inference', 'data_processing')
  and charge_category = 'usage'`;

/** Lines that count in a range, given by its parameters: those whose whole charge period lies in it. */
export const linesWithin = (from: "from" | "bills_from", to: "to" | "bills_to"): string =>
  `charge_period_start >= $${from} and charge_period_end <= $${to} and ${countedStatements}`;

/** A table `covered`: providers' accounts and days (UTC) that a bill covers with these lines. */
export const coveredDaysSql = (lines: string): string => `covered as (
  select distinct provider as billed_provider, billing_account_id, sub_account_id, billing_currency,
    unnest(generate_series(
      date_trunc('day', charge_period_start),
      date_trunc('day', greatest(charge_period_start, charge_period_end - interval 1 millisecond)),
      interval 1 day
    )) as billed_day
  from bill_lines
  where ${lines} and ${explainable}
)`;

const isCovered = (currency: string): string => `exists (
    select 1 from covered
    where covered.billed_provider = called.called_provider and covered.billed_day = called.called_day
      and ${currency}
      and (called_account is null
        or (covered.billing_account_id is null and covered.sub_account_id is null)
        or called_account = covered.billing_account_id
        or called_account = covered.sub_account_id)
  )`;

/**
 * Of a table `called` with `called_provider` (as bills name it), `called_account` and `called_day`: whether a
 * bill counts in its place (`bill`), one that is not in the currency of calls (`other_currency`), or none. A
 * call that names no account is taken to be of the account that the bill covers, and a bill that names none
 * covers all of its provider.
 */
export const coverageSql = `case
      when is_simulated then 'simulated'
      when ${isCovered(`covered.billing_currency = '${CALLS_CURRENCY}'`)} then 'bill'
      when ${isCovered("true")} then 'other_currency'
      else 'none'
    end`;
