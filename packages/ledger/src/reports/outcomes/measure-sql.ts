import { joinStates, type OutcomeMeasures } from "@headgate/contract";
import { divideRounded, formatDollars, PICODOLLARS_PER_DOLLAR, picodollars } from "@headgate/money";
import type { SqlRow } from "../ask.ts";
import { integer, integerSum, picodollarsSum, textOrNull } from "../sql-values.ts";

/**
 * Sums over outcomes by name (`sum_name`; null for all names together): over the whole range (`is_whole`), and by step
 * of time and group where either is asked for. `shares` are added up to outcomes first, then outcomes to sums, so that
 * each outcome and each shared attempt counts once. Only attempts that may be in several shares are told apart by their
 * numbers.
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
  const keys = "sum_name, is_whole, bucket, part_place";
  /** The rows of `source` once for each sum that they are in. */
  const levelsOf = (source: string, columns: (among: "name" | "all") => string): string =>
    (["name", "all"] as const)
      .flatMap((among) => {
        const sumName = among === "name" ? "name" : "cast(null as varchar)";
        const whole = `select ${sumName} as sum_name, true as is_whole, cast(null as bigint) as bucket,
    cast(1 as bigint) as part_place, ${columns(among)}
  from ${source}`;
        const steps = `select ${sumName}, false, bucket, part_place, ${columns(among)} from ${source}`;
        return hasSteps ? [whole, steps] : [whole];
      })
      .join("\n  union all\n  ");
  const unjoinedLevels = [
    "select true as is_whole, cast(null as bigint) as step, * from unjoined",
    ...(hasSteps && !hasGroups ? ["select false, bucket, * from unjoined"] : []),
  ];
  const sameKeys = keys
    .split(", ")
    .map((key) => `counted.${key} is not distinct from added.${key}`)
    .join(" and ");
  const quantities = ["cost", "tokens", "failed", "simulated"] as const;
  const tallies = ["calls", "attempts", "failed", "unpriced", "unmetered"] as const;
  const ofAll = (parts: readonly string[]): string => parts.join(",\n    ");
  return `
group_places as materialized (
  select group_value, row_number() over (
    order by sum(all_cost) desc nulls last, count(*) desc, group_value asc nulls last
  ) as place
  from shares group by group_value
),
placed as materialized (
  select shares.* exclude (group_value), least(place, $limit + 1) as part_place
  from shares join group_places on group_places.group_value is not distinct from shares.group_value
),
outcome_parts as (
  select event_number, part_place,
    ${ofAll(
      (["name", "all"] as const).map(
        (among) => `max(${among}_size) as ${among}_size,
    sum(${among}_cost) as ${among}_cost, sum(${among}_tokens) as ${among}_tokens,
    sum(case when is_failed then ${among}_cost end) as ${among}_failed,
    sum(case when is_simulated then ${among}_cost end) as ${among}_simulated`,
      ),
    )},
    count(case when is_lone then 1 end) as lone_calls,
    count(case when is_lone then 1 end) as lone_attempts,
    ${ofAll(
      tallies
        .slice(2)
        .map((tally) => `count(case when is_lone and is_${tally} then 1 end) as lone_${tally}`),
    )}
  from placed group by event_number, part_place
),
parts_of_outcomes as materialized (
  select outcome_parts.*, name, ${bucket} as bucket, accepted, join_state, value_amount
  from outcome_parts join states on states.event_number = outcome_parts.event_number
),
outcome_sums as (
  ${levelsOf(
    "parts_of_outcomes",
    (among) =>
      `event_number, accepted, join_state, value_amount, ${among}_size as size, ${[
        ...quantities.map((quantity) => `${among}_${quantity} as part_${quantity}`),
        ...tallies.map((tally) => `lone_${tally}`),
      ].join(", ")}`,
  )}
),
by_outcome as (
  select ${keys}, any_value(accepted) as accepted, any_value(join_state) as join_state,
    any_value(value_amount) as value_amount, max(size) > 1 as is_sharing,
    ${ofAll([
      ...quantities.map((quantity) => `sum(part_${quantity}) as part_${quantity}`),
      ...tallies.map((tally) => `sum(lone_${tally}) as lone_${tally}`),
    ])}
  from outcome_sums group by ${keys}, event_number
),
unjoined as (
  select name, ${bucket} as bucket, accepted, join_state, value_amount
  from states where join_state in ('none', 'too_many_calls') and ${unjoinedWhere}
),
unjoined_steps as (${unjoinedLevels.join(" union all ")}),
all_outcomes as (
  select * from by_outcome
  ${["name", "null"]
    .map(
      (sumName) => `union all
  select ${sumName}, is_whole, step, 1, accepted, join_state, value_amount, false,
    ${[...quantities, ...tallies].map(() => "null").join(", ")}
  from unjoined_steps`,
    )
    .join("\n  ")}
),
added as (
  select ${keys},
    count(*) as outcome_count, count(case when accepted then 1 end) as accepted_count,
    ${ofAll(joinStates.map((state) => `count(case when join_state = '${state}' then 1 end) as joined_${state}`))},
    count(case when accepted and join_state not in ('none', 'too_many_calls') then 1 end) as accepted_joined,
    count(case when is_sharing then 1 end) as sharing_count,
    cast(sum(part_cost) as varchar) as cost_amount, cast(sum(part_tokens) as varchar) as token_amount,
    cast(sum(part_failed) as varchar) as failed_amount,
    cast(sum(case when not accepted then part_cost end) as varchar) as rejected_amount,
    cast(sum(part_simulated) as varchar) as simulated_amount,
    cast(sum(value_amount) as varchar) as value_sum, count(value_amount) as value_count,
    ${ofAll(tallies.map((tally) => `sum(lone_${tally}) as lone_${tally}`))}
  from all_outcomes group by ${keys}
),
others as materialized (
  select name, ${bucket} as bucket, part_place, call_number, attempt_number, is_failed, is_unpriced, is_unmetered
  from placed join states on states.event_number = placed.event_number
  where not is_lone
),
told_apart as (
  select ${keys}, attempt_number, any_value(call_number) as call_number, any_value(is_failed) as is_failed,
    any_value(is_unpriced) as is_unpriced, any_value(is_unmetered) as is_unmetered
  from (
  ${levelsOf("others", () => "call_number, attempt_number, is_failed, is_unpriced, is_unmetered")}
  ) as other_sums
  group by ${keys}, attempt_number
),
counted as (
  select ${keys}, count(distinct call_number) as other_calls, count(*) as other_attempts,
    ${ofAll(tallies.slice(2).map((tally) => `count(case when is_${tally} then 1 end) as other_${tally}`))}
  from told_apart group by ${keys}
),
measured as (
  select added.*,
    not added.is_whole and added.part_place > $limit as is_other,
    case when added.part_place <= $limit then added.part_place end as shown_place,
    case when not added.is_whole and added.part_place <= $limit then group_value end as shown_group,
    ${ofAll(
      tallies.map(
        (tally) =>
          `cast(coalesce(lone_${tally}, 0) + coalesce(other_${tally}, 0) as bigint) as ${tally}_count`,
      ),
    )}
  from added
  left join counted on ${sameKeys}
  left join group_places on place = added.part_place
)`;
}

/** Reads a row of {@link measureSql}. */
export function measuresFrom(row: SqlRow): OutcomeMeasures {
  const accepted = integer(row, "accepted_joined");
  const tokens = wholeSum(row, "token_amount");
  const unpriced = integerSum(row, "unpriced_count");
  const cost = textOrNull(row, "cost_amount");
  const total = picodollarsSum(row, "cost_amount");
  return {
    outcomes: integer(row, "outcome_count"),
    accepted: integer(row, "accepted_count"),
    joined: Object.fromEntries(
      joinStates.map((state) => [state, integer(row, `joined_${state}`)]),
    ) as OutcomeMeasures["joined"],
    accepted_with_calls: accepted,
    sharing: integer(row, "sharing_count"),
    calls: integerSum(row, "calls_count"),
    attempts: integerSum(row, "attempts_count"),
    failed_attempts: integerSum(row, "failed_count"),
    unpriced_attempts: unpriced,
    unmetered_attempts: integerSum(row, "unmetered_count"),
    tokens: safeInteger(tokens),
    cost: formatDollars(total),
    failed_cost: formatDollars(picodollarsSum(row, "failed_amount")),
    rejected_cost: formatDollars(picodollarsSum(row, "rejected_amount")),
    simulated_cost: formatDollars(picodollarsSum(row, "simulated_amount")),
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

function safeInteger(whole: bigint): number {
  const number = Number(whole);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${whole} tokens are not below 2^53`);
  return number;
}
