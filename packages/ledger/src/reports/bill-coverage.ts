import { countedStatements, simulatedStatements } from "./bills/bill-scope.ts";

/** The currency that calls are priced in. */
export const CALLS_CURRENCY = "USD";

/** Lines that calls can explain: what a known provider bills for using models. */
export const explainable = `provider is not null and category in ('inference', 'data_processing')
  and charge_category = 'usage'`;

/** Lines that count in a range, given by its parameters: those whose whole charge period lies in it. */
export const linesWithin = (from: "from" | "bills_from", to: "to" | "bills_to"): string =>
  `charge_period_start >= $${from} and charge_period_end <= $${to} and ${countedStatements}`;

const accountOfProvider =
  "provider as billed_provider, billing_account_id, sub_account_id, billing_currency";

/** The days (UTC) that a line's charge period touches. */
export const firstDaySql = "date_trunc('day', charge_period_start)";
export const lastDaySql =
  "date_trunc('day', greatest(charge_period_start, charge_period_end - interval 1 millisecond))";

/**
 * Tables that end in `covered`: providers' accounts and days (UTC) that a bill covers in the range of the
 * parameters. A day is covered where a line that counts in the range touches it. It is covered without a line
 * too where it lies between days that the same bill states: from the first to the last day of an account in a
 * statement, and on to the next statement of that account where the one's billing period ends as the other's
 * begins. A day that only a line across the range's ends touches is not: the line does not count, so it covers
 * nothing. After its last line a bill may still grow, and before the first it may not have begun.
 */
export function coveredDaysSql(from: "from" | "bills_from", to: "to" | "bills_to"): string {
  return `stated_near as (
  -- Statements in the range, and their neighbours: a day of the range may lie between two of them.
  select statement, source, account, period_start, period_end
  from bill_statements,
    (select min(period_start) as first_start, max(period_end) as last_end
      from bill_statements
      where counted_by is null and period_start < $${to} and period_end > $${from}) as reach
  where counted_by is null and period_end >= first_start and period_start <= last_end
),
stated as (
  select source, account, period_start, period_end, ${accountOfProvider},
    min(${firstDaySql}) as first_day, max(${lastDaySql}) as last_day
  from bill_lines join stated_near using (statement, source)
  where ${explainable} and not ${simulatedStatements}
    -- A late line of an earlier period says nothing of the days between.
    and charge_period_start >= billing_period_start and charge_period_end <= billing_period_end
  group by all
),
spans as (
  select billed_provider, billing_account_id, sub_account_id, billing_currency,
    case when lag(period_end) over of_account = period_start
      then date_trunc('day', period_start) else first_day end as first_day,
    case when lead(period_start) over of_account = period_end
      then date_trunc('day', period_end - interval 1 millisecond) else last_day end as last_day
  from stated
  window of_account as (
    partition by source, account, billed_provider, billing_account_id, sub_account_id, billing_currency
    order by period_start
  )
),
covered as (
  select ${accountOfProvider},
    unnest(generate_series(${firstDaySql}, ${lastDaySql}, interval 1 day)) as billed_day
  from bill_lines
  where ${linesWithin(from, to)} and ${explainable}
  union
  (
    select billed_provider, billing_account_id, sub_account_id, billing_currency,
      unnest(generate_series(
        greatest(first_day, date_trunc('day', cast($${from} as timestamp))),
        least(last_day, date_trunc('day', cast($${to} as timestamp) - interval 1 millisecond)),
        interval 1 day
      )) as billed_day
    from spans
    except
    select ${accountOfProvider},
      unnest(generate_series(
        greatest(${firstDaySql}, date_trunc('day', cast($${from} as timestamp))),
        least(${lastDaySql}, date_trunc('day', cast($${to} as timestamp) - interval 1 millisecond)),
        interval 1 day
      ))
    from bill_lines
    where charge_period_start < $${to} and charge_period_end > $${from}
      and not (charge_period_start >= $${from} and charge_period_end <= $${to})
      and ${countedStatements} and ${explainable}
  )
)`;
}

/** The account of a call that {@link coverageSql} reads: engines lose a null on the way into a subquery. */
export const namedAccountSql = "coalesce(called_account, '') as named_account";

const isCovered = (currency: string): string => `exists (
    select 1 from covered
    where covered.billed_provider = called.called_provider and covered.billed_day = called.called_day
      and ${currency}
      and (called.named_account = ''
        or (covered.billing_account_id is null and covered.sub_account_id is null)
        or called.named_account = covered.billing_account_id
        or called.named_account = covered.sub_account_id)
  )`;

/**
 * Of a table `called` with `called_provider` (as bills name it), {@link namedAccountSql} and `called_day`: whether a
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
