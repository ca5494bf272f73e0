import { joinStates, type OutcomeMeasures } from "@headgate/contract";
import { divideRounded, formatDollars, PICODOLLARS_PER_DOLLAR, picodollars } from "@headgate/money";
import type { SqlRow } from "../ask.ts";
import {
  integer,
  integerSum,
  textOrNull,
  wholePicodollarsSum,
  wholeSumOrNull,
} from "../sql-values.ts";

const amongs = ["name", "all"] as const;
const quantities = ["cost", "tokens", "failed", "simulated"] as const;
const tallies = ["calls", "attempts", "failed", "unpriced", "unmetered"] as const;
const ofAll = (parts: readonly string[]): string => parts.join(",\n    ");

/**
 * Which pairs of outcome and call count the call in a sum: the first of the sum's outcomes that share it. Outcomes of
 * a range or of a step of time follow one another, so the first is the one before which none of the call's sharers
 * occurred there.
 *
 * @param stepStart when the step of an outcome begins, over its `occurred_at`
 */
export const firstsSql = (stepStart: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    amongs.flatMap((among) =>
      Object.entries({ whole: "$from", step: stepStart }).map(([sum, start]) => [
        `is_${among}_${sum}_first`,
        `(${among}_before is null or ${among}_before < ${start})`,
      ]),
    ),
  );

/**
 * Sums over outcomes by name (`sum_name`; null for all names together): over the whole range (`is_whole`), and by step
 * of time and group where either is asked for. `shares`, with {@link firstsSql}, are added up to outcomes first, then
 * outcomes to sums, so that each outcome and each shared attempt counts once.
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
  const sums = hasSteps ? (["whole", "step"] as const) : (["whole"] as const);
  const kinds = amongs.flatMap((among) => sums.map((sum) => ({ among, sum })));
  const tallied = (tally: (typeof tallies)[number], sum: (typeof sums)[number]): string =>
    tally === "attempts" ? "true" : tally === "calls" ? `is_call_of_${sum}` : `is_${tally}`;
  const partColumns = [
    ...amongs.flatMap((among) => quantities.map((quantity) => `${among}_${quantity}`)),
    ...kinds.flatMap(({ among, sum }) => tallies.map((tally) => `${among}_${sum}_${tally}`)),
  ];
  const levels = kinds.map(
    ({ among, sum }) => `select ${among === "name" ? "name" : "cast(null as varchar)"} as sum_name,
    ${sum === "whole"} as is_whole, ${sum === "whole" ? "cast(null as bigint)" : bucket} as bucket,
    ${sum === "whole" ? "cast(1 as bigint)" : "part_place"} as part_place,
    accepted, join_state, value_amount, ${among}_size > 1 as is_sharing,
    ${ofAll([
      ...quantities.map((quantity) => `${among}_${quantity} as part_${quantity}`),
      ...tallies.map((tally) => `${among}_${sum}_${tally} as ${tally}_tally`),
    ])}
  from ${sum === "whole" ? "whole_outcomes" : "outcome_parts"} as parts
  join states on states.event_number = parts.event_number`,
  );
  const unjoinedLevels = [
    "select true as is_whole, cast(null as bigint) as step, * from unjoined",
    ...(hasSteps && !hasGroups ? ["select false, bucket, * from unjoined"] : []),
  ];
  return `
group_places as materialized (
  select group_value, row_number() over (
    order by sum(all_cost) desc nulls last, count(*) desc, group_value asc nulls last
  ) as place
  from shares group by group_value
),
placed as (
  select shares.* exclude (group_value), least(place, $limit + 1) as part_place
  from shares join group_places on group_places.group_value is not distinct from shares.group_value
),
told_apart as (
  select *, true as is_call_of_whole, true as is_call_of_step from placed where is_single
  union all
  select *, row_number() over (partition by event_number, call_number) = 1,
    row_number() over (partition by event_number, call_number, part_place) = 1
  from placed where not is_single
),
outcome_parts as materialized (
  select event_number, part_place,
    ${ofAll([
      ...amongs.map(
        (among) => `max(${among}_size) as ${among}_size,
    sum(${among}_cost) as ${among}_cost, sum(${among}_tokens) as ${among}_tokens,
    sum(case when is_failed then ${among}_cost end) as ${among}_failed,
    sum(case when is_simulated then ${among}_cost end) as ${among}_simulated`,
      ),
      ...kinds.flatMap(({ among, sum }) =>
        tallies.map(
          (tally) =>
            `count(case when is_${among}_${sum}_first and ${tallied(tally, sum)} then 1 end) as ${among}_${sum}_${tally}`,
        ),
      ),
    ])}
  from told_apart group by event_number, part_place
),
whole_outcomes as materialized (
  select event_number,
    ${ofAll([
      ...amongs.map((among) => `max(${among}_size) as ${among}_size`),
      ...partColumns.map((column) => `sum(${column}) as ${column}`),
    ])}
  from outcome_parts group by event_number
),
unjoined as (
  select name, ${bucket} as bucket, accepted, join_state, value_amount
  from states where join_state in ('none', 'too_many_calls') and ${unjoinedWhere}
),
unjoined_steps as (${unjoinedLevels.join(" union all ")}),
all_outcomes as (
  ${levels.join("\n  union all\n  ")}
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
    sum(part_cost) as cost_amount, sum(part_tokens) as token_amount, sum(part_failed) as failed_amount,
    sum(case when not accepted then part_cost end) as rejected_amount,
    sum(part_simulated) as simulated_amount,
    cast(sum(value_amount) as varchar) as value_sum, count(value_amount) as value_count,
    ${ofAll(tallies.map((tally) => `sum(${tally}_tally) as ${tally}_count`))}
  from all_outcomes group by ${keys}
),
measured as (
  select added.*,
    not added.is_whole and added.part_place > $limit as is_other,
    case when added.part_place <= $limit then added.part_place end as shown_place,
    case when not added.is_whole and added.part_place <= $limit then group_value end as shown_group
  from added
  left join group_places on place = added.part_place
)`;
}

/** Reads a row of {@link measureSql}. */
export function measuresFrom(row: SqlRow): OutcomeMeasures {
  const accepted = integer(row, "accepted_joined");
  const tokens = wholeSumOrNull(row, "token_amount") ?? 0n;
  const unpriced = integerSum(row, "unpriced_count");
  const cost = wholeSumOrNull(row, "cost_amount");
  const total = wholePicodollarsSum(row, "cost_amount");
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
    failed_cost: formatDollars(wholePicodollarsSum(row, "failed_amount")),
    rejected_cost: formatDollars(wholePicodollarsSum(row, "rejected_amount")),
    simulated_cost: formatDollars(wholePicodollarsSum(row, "simulated_amount")),
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

function safeInteger(whole: bigint): number {
  const number = Number(whole);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${whole} tokens are not below 2^53`);
  return number;
}
