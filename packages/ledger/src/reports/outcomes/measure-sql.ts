import { joinStates, type OutcomeMeasures } from "@headgate/contract";
import { divideRounded, formatDollars, PICODOLLARS_PER_DOLLAR, picodollars } from "@headgate/money";
import type { SqlRow } from "../ask.ts";
import {
  amountOrNull,
  integer,
  integerSum,
  wholePicodollarsSum,
  wholeSumOrNull,
} from "../sql-values.ts";
import { digitsSql, hasDigit, isFact, sumOfCosts, WORK_KEYS, workFacts } from "./share-sql.ts";

const amongs = ["name", "all"] as const;
type Among = (typeof amongs)[number];
type Sum = "whole" | "step";
const ofAll = (parts: readonly string[]): string => parts.join(",\n    ");

const sumsOf = ["whole", "step"] as const;
const firsts = sumsOf.flatMap((sum) => amongs.map((among) => ({ among, sum })));
const ACCEPTED_PLACE = firsts.length;
const LINK_KEYS = 2 ** (ACCEPTED_PLACE + 1);

/**
 * What pairs of outcome and call are told apart by: `bucket`, the step of time of the outcome, and `link_key`, whose
 * binary digits say whether the pair counts the call in a sum, and whether the outcome was accepted; the rest of it is
 * the number of the outcome's name.
 *
 * A call counts at the first of the sum's outcomes that share it. Outcomes of a range or of a step of time follow one
 * another, so the first is the one before which none of the call's sharers occurred there.
 *
 * @param stepStart when the step of an outcome begins, over its `occurred_at`
 * @param bucket the same in milliseconds since the epoch; null where no steps are asked for
 */
export const outcomeLinks = (
  stepStart: string,
  bucket: string,
): Readonly<Record<string, string>> => ({
  bucket,
  link_key: `${LINK_KEYS} * name_number + ${digitsSql([
    ...firsts.map(
      ({ among, sum }) =>
        `${among}_before is null or ${among}_before < ${sum === "whole" ? "$from" : stepStart}`,
    ),
    "accepted",
  ])}`,
});

/** What is counted of shares, at the first of the outcomes that share. */
const tallies = ["attempts", "failed", "unpriced", "unmetered"] as const;
const quantities = ["cost", "tokens", "failed", "rejected", "simulated"] as const;

const isFirst = (among: Among, sum: Sum): string =>
  hasDigit(
    "link_key",
    firsts.findIndex((one) => one.among === among && one.sum === sum),
  );

/**
 * Shares by all that they are told apart by, which are few kinds: so each share is looked at once, for five sums, and
 * what they come to is worked out of these.
 */
const kindsSql = (hasQuiet: boolean, hasGroups: boolean): string => `
kinds as materialized (
  select bucket, link_key, work_key, count(*) as share_count,
    ${ofAll(
      amongs.flatMap((among) => [
        `${sumOfCosts(among)} as ${among}_cost`,
        `sum(${among}_tokens) as ${among}_tokens`,
      ]),
    )}
  from shares group by bucket, link_key, work_key
  ${
    hasQuiet
      ? `union all
  select bucket, link_key, work_facts + ${WORK_KEYS} * ${hasGroups ? "group_number" : "1"}, share_count,
    ${amongs.map((among) => `${among}_cost, ${among}_tokens`).join(", ")}
  from quiet_kinds ${hasGroups ? joinKept("quiet_kinds") : ""}`
      : ""
  }
),
told_apart as (
  select *, link_key // ${LINK_KEYS} as name_number, work_key // ${WORK_KEYS} as group_number,
    ${ofAll([
      `${hasDigit("link_key", ACCEPTED_PLACE)} as accepted`,
      ...workFacts.map((fact) => `${isFact(fact)} as is_${fact}`),
      ...firsts.map(({ among, sum }) => `${isFirst(among, sum)} as is_${among}_${sum}_first`),
    ])}
  from kinds
)`;

const joinKept = (of: string): string =>
  `join kept_groups on kept_groups.kept_group = ${of}.kept_group`;

const quantityOf = (quantity: (typeof quantities)[number], among: Among): string => {
  switch (quantity) {
    case "cost":
    case "tokens":
      return `${among}_${quantity}`;
    case "failed":
    case "simulated":
      return `case when is_${quantity} then ${among}_cost end`;
    case "rejected":
      return `case when not accepted then ${among}_cost end`;
    default:
      return quantity satisfies never;
  }
};

/**
 * Sums over outcomes by name (`sum_name`; null for all names together): over the whole range (`is_whole`), and by step
 * of time and group where either is asked for. Shares, with {@link outcomeLinks}, are added up
 * to `cells` by name, step and group, and these to sums; outcomes are counted apart.
 *
 * A call with several attempts can be in several groups. Of those that are not shown it counts once, so calls of that
 * kind are counted when it is known which groups are shown.
 *
 * @param bucket the step of time of an outcome, over its `occurred_at`, in milliseconds since the epoch
 * @param asked which outcomes to count
 * @param isUnjoinedCounted which of them to count where no call is behind them, over `outcome_id`
 * @param hasSteps whether sums by step and group are asked for
 * @param hasGroups whether they are by group: outcomes that no call is behind are in none
 * @param hasQuiet whether there are `quiet_sums`, `quiet_kinds` and, by group, `quiet_groups`, with {@link outcomeLinks}: what shares come to that
 *   are not among `shares`
 */
export function measureSql({
  bucket,
  asked,
  isUnjoinedCounted,
  hasSteps,
  hasGroups,
  hasQuiet,
}: Readonly<{
  bucket: string;
  asked: string;
  isUnjoinedCounted: string;
  hasSteps: boolean;
  hasGroups: boolean;
  hasQuiet: boolean;
}>): string {
  const sums: readonly Sum[] = hasSteps ? ["whole", "step"] : ["whole"];
  const kinds = amongs.flatMap((among) => sums.map((sum) => ({ among, sum })));
  const first = (among: Among, sum: Sum): string => `is_${among}_${sum}_first`;
  const keysOf = ({ among, sum }: (typeof kinds)[number], part: string): string =>
    `${among === "name" ? "name_number" : "cast(null as bigint)"} as sum_number, ${sum === "whole"} as is_whole,
    ${sum === "whole" ? "cast(null as bigint)" : "bucket"} as bucket,
    ${sum === "whole" ? "cast(1 as bigint)" : part} as part_place`;
  const partOfGroup = hasGroups ? "least(place, $limit + 1)" : "cast(1 as bigint)";
  const places = (of: string): string =>
    hasGroups ? `join group_places on group_places.group_number = ${of}` : "";
  const amounts = kinds.map(
    (kind) => `select ${keysOf(kind, partOfGroup)},
    ${ofAll([
      ...quantities.map((quantity) => `${kind.among}_${quantity} as part_${quantity}`),
      `${kind.among}_${kind.sum}_calls as calls_tally`,
      ...tallies.map((tally) => `${kind.among}_${kind.sum}_${tally} as ${tally}_tally`),
    ])}
  from cells ${places("cells.group_number")}`,
  );
  const callsOfSeveral = kinds.map(
    (kind) => `select ${keysOf(kind, "part_place")},
    ${quantities.map(() => "null").join(", ")}, 1, ${tallies.map(() => "null").join(", ")}
  from several_parts where ${first(kind.among, kind.sum)} and ${kind.sum === "whole" ? "is_call" : "is_part"}`,
  );
  const tallied = [
    talliedOf("whole", "whole_outcomes"),
    ...(hasSteps ? [talliedOf("step", "outcome_parts")] : []),
    unjoinedOf("whole", isUnjoinedCounted),
    ...(hasSteps && !hasGroups ? [unjoinedOf("step", isUnjoinedCounted)] : []),
  ];
  return `
facts as materialized (
  select event_number, outcome_id, name_number, ${bucket} as bucket, accepted, join_state, value_amount
  from states where ${asked}
),
${
  hasGroups && hasQuiet
    ? `kept_groups as materialized (
  select kept_group, group_number
  from quiet_groups join groups on groups.group_value is not distinct from quiet_groups.group_value
),
`
    : ""
}${kindsSql(hasQuiet, hasGroups)},
cells as materialized (
  select name_number, bucket, group_number, sum(share_count) as share_count,
    ${ofAll([
      ...amongs.flatMap((among) =>
        quantities.map((quantity) => `sum(${quantityOf(quantity, among)}) as ${among}_${quantity}`),
      ),
      ...kinds.flatMap(({ among, sum }) => [
        `sum(case when ${first(among, sum)} and is_${hasGroups ? "single" : "call"} then share_count end) as ${among}_${sum}_calls`,
        ...tallies.map(
          (tally) =>
            `sum(case when ${first(among, sum)} and ${tally === "attempts" ? "true" : `is_${tally}`} then share_count end)
      as ${among}_${sum}_${tally}`,
        ),
      ]),
    ])}
  from told_apart group by name_number, bucket, group_number
),
${
  hasGroups
    ? `group_places as materialized (
  select costs.group_number as group_number, group_value, row_number() over (
    order by group_cost desc nulls last, group_count desc, group_value asc nulls last
  ) as place
  from (
    select group_number, sum(all_cost) as group_cost, sum(share_count) as group_count from cells group by group_number
  ) as costs
  join groups on groups.group_number = costs.group_number
),`
    : ""
}
${
  hasGroups
    ? `several_parts as materialized (
  select *, row_number() over (partition by event_number, call_number, part_place) = 1 as is_part
  from (
    select event_number, call_number, link_key // ${LINK_KEYS} as name_number, bucket, is_call,
      ${partOfGroup} as part_place,
      ${kinds.map(({ among, sum }) => `${isFirst(among, sum)} as ${first(among, sum)}`).join(", ")}
    from shares ${places(groupOfWork)}
    where not is_single
  ) as several
),`
    : ""
}
${
  hasGroups
    ? `outcome_parts as materialized (
  select event_number, part_place, bool_or(is_name_shared) as is_name_sharing, bool_or(is_all_shared) as is_all_sharing
  from (
    select event_number, part_place, name_size > 1 as is_name_shared, all_size > 1 as is_all_shared
    from asked_links
    join (
      select distinct call_number, ${partOfGroup} as part_place from worked ${places(groupOfWork)}
    ) as parts on parts.call_number = asked_links.call_number
    ${
      hasQuiet
        ? `union all
    select event_number, ${partOfGroup}, is_name_shared, is_all_shared
    from quiet_sums ${joinKept("quiet_sums")} ${places("kept_groups.group_number")}`
        : ""
    }
  ) as found_parts
  group by event_number, part_place
),
whole_outcomes as materialized (
  select event_number, cast(1 as bigint) as part_place, bool_or(is_name_sharing) as is_name_sharing,
    bool_or(is_all_sharing) as is_all_sharing
  from outcome_parts group by event_number
),`
    : `whole_outcomes as materialized (
  select event_number, cast(1 as bigint) as part_place, bool_or(name_size > 1) as is_name_sharing,
    bool_or(all_size > 1) as is_all_sharing
  from asked_links where call_number in (select call_number from worked) group by event_number
  ${
    hasQuiet
      ? `union all
  select event_number, cast(1 as bigint), bool_or(is_name_shared), bool_or(is_all_shared)
  from quiet_sums group by event_number`
      : ""
  }
),
outcome_parts as (select * from whole_outcomes),`
}
tallied as materialized (
  select name_number, is_whole, bucket, part_place,
    count(*) as outcome_count, count(case when accepted then 1 end) as accepted_count,
    ${ofAll(joinStates.map((state) => `count(case when join_state = '${state}' then 1 end) as joined_${state}`))},
    count(case when accepted and join_state not in ('none', 'too_many_calls') then 1 end) as accepted_joined,
    count(case when is_name_sharing then 1 end) as name_sharing,
    count(case when is_all_sharing then 1 end) as all_sharing,
    sum(value_amount) as value_total, count(value_amount) as value_count
  from (${tallied.join("\n  union all\n  ")}) as counted_outcomes
  group by name_number, is_whole, bucket, part_place
),
counted as (
  select name_number as sum_number, is_whole, bucket, part_place, ${countColumns.join(", ")},
    name_sharing as sharing_count, value_total
  from tallied
  union all
  select cast(null as bigint), is_whole, bucket, part_place,
    ${ofAll(countColumns.map((column) => `cast(sum(${column}) as bigint)`))},
    cast(sum(all_sharing) as bigint), sum(value_total)
  from tallied group by is_whole, bucket, part_place
),
added as (
  select ${addedKeys.map(([key, name]) => `${key} as ${name}`).join(", ")},
    ${ofAll([
      ...quantities.map((quantity) => `sum(part_${quantity}) as ${quantity}_amount`),
      ...(["calls", ...tallies] as const).map((tally) => `sum(${tally}_tally) as ${tally}_count`),
    ])}
  from (${[...amounts, ...(hasGroups ? callsOfSeveral : [])].join("\n  union all\n  ")}) as added_parts
  group by ${sumKeys}
),
measured as (
  select counted.* exclude (value_total), cast(value_total as varchar) as value_sum, added.* exclude (${addedKeys.map(([, name]) => name).join(", ")}), known_name as sum_name,
    not counted.is_whole and counted.part_place > $limit as is_other,
    case when counted.part_place <= $limit then counted.part_place end as shown_place,
    ${hasGroups ? "case when not counted.is_whole and counted.part_place <= $limit then group_value end" : "cast(null as varchar)"} as shown_group
  from counted
  left join added on added_whole = counted.is_whole and added_place = counted.part_place
    and added_number is not distinct from counted.sum_number and added_bucket is not distinct from counted.bucket
  left join names on names.name_number = counted.sum_number
  ${hasGroups ? "left join group_places on place = counted.part_place" : ""}
)`;
}

/** What outcomes are counted by; each has one name, so counts of names add up to that of all. */
const countColumns: readonly string[] = [
  "outcome_count",
  "accepted_count",
  ...joinStates.map((state) => `joined_${state}`),
  "accepted_joined",
  "value_count",
];

/** Outcomes with calls behind them, to be counted: once for the whole range, or once a step and part. */
const talliedOf = (sum: Sum, parts: string): string => `select name_number, ${placeOf(sum)},
    ${sum === "whole" ? "cast(1 as bigint)" : "part_place"} as part_place, accepted, join_state, value_amount,
    is_name_sharing, is_all_sharing
  from ${parts} as parts join facts on facts.event_number = parts.event_number`;

const unjoinedOf = (sum: Sum, where: string): string => `select name_number, ${placeOf(sum)},
    cast(1 as bigint), accepted, join_state, value_amount, false, false
  from facts where join_state in ('none', 'too_many_calls') and ${where}`;

const placeOf = (sum: Sum): string =>
  sum === "whole"
    ? "true as is_whole, cast(null as bigint) as bucket"
    : "false as is_whole, bucket";

const groupOfWork = `work_key // ${WORK_KEYS}`;
const sumKeys = "sum_number, is_whole, bucket, part_place";
/** The same under other names: where both tables of a join have a name, ClickHouse puts the table before it in `*`. */
const addedKeys = [
  ["sum_number", "added_number"],
  ["is_whole", "added_whole"],
  ["bucket", "added_bucket"],
  ["part_place", "added_place"],
] as const;

/** Reads a row of {@link measureSql}. */
export function measuresFrom(row: SqlRow): OutcomeMeasures {
  const accepted = integer(row, "accepted_joined");
  const tokens = wholeSumOrNull(row, "tokens_amount") ?? 0n;
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
    value: amountOrNull(row, "value_sum"),
    outcomes_with_value: integer(row, "value_count"),
  };
}

function safeInteger(whole: bigint): number {
  const number = Number(whole);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${whole} tokens are not below 2^53`);
  return number;
}
