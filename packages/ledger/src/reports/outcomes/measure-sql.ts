import { joinStates, type OutcomeMeasures } from "@headgate/contract";
import {
  divideRounded,
  formatDollars,
  PICODOLLARS_PER_DOLLAR,
  type Picodollars,
  picodollars,
} from "@headgate/money";
import type { SqlRow } from "../ask.ts";
import { integer, integerSum, text, textOrNull } from "../sql-values.ts";

/**
 * Sums over outcomes by name (`sum_name`; null for all names together): over the whole range (`is_whole`), and by step
 * of time and group where either is asked for. `shares` are added up to outcomes first, then outcomes to sums, so that
 * each outcome and each shared attempt counts once.
 *
 * @param bucket the step of time of an outcome, over its `occurred_at`, in milliseconds since the epoch
 * @param unjoinedWhere which outcomes to count that no call is behind
 * @param hasSteps whether sums by step and group are asked for
 * @param hasGroups whether they are by group: outcomes that no call is behind are in none
 */
export function measureSql({
  bucket,
  unjoinedWhere,
  hasSteps,
  hasGroups,
}: Readonly<{
  bucket: string;
  unjoinedWhere: string;
  hasSteps: boolean;
  hasGroups: boolean;
}>): string {
  const keys = "sum_name, is_whole, bucket, is_other, shown_place, shown_group";
  const levels = [
    "select true as is_whole, cast(null as bigint) as bucket, false as is_other, cast(1 as bigint) as shown_place, cast(null as varchar) as shown_group, * exclude (bucket, is_other, shown_place, shown_group) from named",
    ...(hasSteps
      ? [
          "select false, bucket, is_other, shown_place, shown_group, * exclude (bucket, is_other, shown_place, shown_group) from named",
        ]
      : []),
  ];
  const unjoinedLevels = [
    "select true as is_whole, cast(null as bigint) as step, * from unjoined",
    ...(hasSteps && !hasGroups ? ["select false, bucket, * from unjoined"] : []),
  ];
  const sameKeys = keys
    .split(", ")
    .map((key) => `counted.${key} is not distinct from added.${key}`)
    .join(" and ");
  return `
group_places as (
  select group_value, row_number() over (
    order by sum(all_cost) desc nulls last, count(*) desc, group_value asc nulls last
  ) as place
  from shares group by group_value
),
placed as materialized (
  select shares.*, ${bucket} as bucket, place > $limit as is_other,
    case when place <= $limit then place end as shown_place,
    case when place <= $limit then shares.group_value end as shown_group
  from shares join group_places on group_places.group_value is not distinct from shares.group_value
),
named as (
  select *, name as sum_name, name_cost as part_cost, name_tokens as part_tokens, name_size as size from placed
  union all
  select *, cast(null as varchar), all_cost, all_tokens, all_size from placed
),
summed as (${levels.join(" union all ")}),
by_outcome as (
  select ${keys}, outcome_id, any_value(accepted) as accepted, any_value(join_state) as join_state,
    any_value(value_amount) as value_amount,
    max(size) > 1 as is_sharing,
    sum(part_cost) as part_cost, sum(part_tokens) as part_tokens,
    sum(case when is_failed then part_cost end) as part_failed,
    sum(case when is_simulated then part_cost end) as part_simulated
  from summed group by ${keys}, outcome_id
),
unjoined as (
  select name, ${bucket} as bucket, outcome_id, accepted, join_state, value_amount
  from states where join_state in ('none', 'too_many_calls') and ${unjoinedWhere}
),
unjoined_steps as (${unjoinedLevels.join(" union all ")}),
all_outcomes as (
  select * from by_outcome
  union all
  select name, is_whole, step, false, 1, null, outcome_id, accepted, join_state, value_amount, false, null, null, null, null
  from unjoined_steps
  union all
  select null, is_whole, step, false, 1, null, outcome_id, accepted, join_state, value_amount, false, null, null, null, null
  from unjoined_steps
),
added as (
  select ${keys},
    count(*) as outcome_count, count(case when accepted then 1 end) as accepted_count,
    ${joinStates.map((state) => `count(case when join_state = '${state}' then 1 end) as joined_${state}`).join(", ")},
    count(case when accepted and join_state not in ('none', 'too_many_calls') then 1 end) as accepted_joined,
    count(case when is_sharing then 1 end) as sharing_count,
    cast(sum(part_cost) as varchar) as cost_amount, cast(sum(part_tokens) as varchar) as token_amount,
    cast(sum(part_failed) as varchar) as failed_amount,
    cast(sum(case when not accepted then part_cost end) as varchar) as rejected_amount,
    cast(sum(part_simulated) as varchar) as simulated_amount,
    cast(sum(value_amount) as varchar) as value_sum, count(value_amount) as value_count
  from all_outcomes group by ${keys}
),
counted as (
  select ${keys}, count(distinct call_id) as call_count, count(distinct row_id) as attempt_count,
    count(distinct case when is_failed then row_id end) as failed_count,
    count(distinct case when is_unpriced then row_id end) as unpriced_count,
    count(distinct case when is_unmetered then row_id end) as unmetered_count
  from summed group by ${keys}
),
measured as (
  select added.*, call_count, attempt_count, failed_count, unpriced_count, unmetered_count
  from added left join counted on ${sameKeys}
)`;
}

/** Reads a row of {@link measureSql}. */
export function measuresFrom(row: SqlRow): OutcomeMeasures {
  const accepted = integer(row, "accepted_joined");
  const tokens = wholeSum(row, "token_amount");
  const unpriced = integerSum(row, "unpriced_count");
  const cost = textOrNull(row, "cost_amount");
  const total = picodollarsOf(row, "cost_amount");
  return {
    outcomes: integer(row, "outcome_count"),
    accepted: integer(row, "accepted_count"),
    joined: Object.fromEntries(
      joinStates.map((state) => [state, integer(row, `joined_${state}`)]),
    ) as OutcomeMeasures["joined"],
    accepted_with_calls: accepted,
    sharing: integer(row, "sharing_count"),
    calls: integerSum(row, "call_count"),
    attempts: integerSum(row, "attempt_count"),
    failed_attempts: integerSum(row, "failed_count"),
    unpriced_attempts: unpriced,
    unmetered_attempts: integerSum(row, "unmetered_count"),
    tokens: safeInteger(tokens),
    cost: formatDollars(total),
    failed_cost: formatDollars(picodollarsOf(row, "failed_amount")),
    rejected_cost: formatDollars(picodollarsOf(row, "rejected_amount")),
    simulated_cost: formatDollars(picodollarsOf(row, "simulated_amount")),
    cost_per_outcome:
      cost === null || accepted === 0
        ? null
        : formatDollars(divideRounded(total, BigInt(accepted))),
    is_lower_bound: unpriced > 0,
    // Thousandths of a token's outcome have the places of money.
    accepted_per_thousand_tokens:
      tokens === 0n
        ? null
        : formatDollars(
            divideRounded(picodollars(BigInt(accepted) * PICODOLLARS_PER_DOLLAR), tokens, 1000n),
          ),
    value: textOrNull(row, "value_sum"),
    outcomes_with_value: integer(row, "value_count"),
  };
}

/** A sum of whole numbers as text; over no known number it is null in SQL: nothing was added up. */
const wholeSum = (row: SqlRow, name: string): bigint => {
  const added = textOrNull(row, name);
  return added === null ? 0n : BigInt(added);
};

const picodollarsOf = (row: SqlRow, name: string): Picodollars => picodollars(wholeSum(row, name));

/** As {@link picodollarsOf}, null where no cost is known. */
export const costOrNull = (row: SqlRow, name: string): string | null =>
  textOrNull(row, name) === null ? null : formatDollars(picodollars(BigInt(text(row, name))));

function safeInteger(whole: bigint): number {
  const number = Number(whole);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${whole} tokens are not below 2^53`);
  return number;
}
