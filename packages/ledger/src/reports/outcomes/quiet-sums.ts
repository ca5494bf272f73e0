import type { Dimension } from "@headgate/contract";
import { dayOf } from "../rollups/day-plan.ts";
import { dimensionColumns } from "../rollups/rollups.ts";
import { shareColumns } from "./settled-sql.ts";
import { shareSql, sumOfCosts, WORK_KEYS } from "./share-sql.ts";

/**
 * `rollup_outcome_sums`: what the shares of a settled outcome come to, by the kind of share: the day on which the
 * sharer before it occurred, what the attempt was (`work_key`), and whether the call is shared. Questions that ask for
 * no label of a call read these, a few rows an outcome however many calls it has, of the outcomes that are quiet: none
 * of their calls is worked out anew.
 */
const sumKeys = [
  "event_number",
  "name_before_day",
  "all_before_day",
  "work_key",
  "is_name_shared",
  "is_all_shared",
] as const;

export const makeSumsSql = `create table rollup_outcome_sums (
  event_number bigint not null, name_before_day timestamp, all_before_day timestamp, work_key bigint not null,
  is_name_shared boolean not null, is_all_shared boolean not null, share_count bigint not null,
  name_cost hugeint, all_cost hugeint, name_tokens bigint, all_tokens bigint
)`;

/** What settled outcomes are also summed up by: what their page is grouped by most, and has few values an outcome. */
const groupedBy = ["model", "team"] as const satisfies readonly Dimension[];

export const hasGroupSums = (by: Dimension): by is (typeof groupedBy)[number] =>
  (groupedBy as readonly Dimension[]).includes(by);

/**
 * The same by model and by team (`grouped_by`), of the calls with one attempt. A call with several can be in several
 * groups, and which of these are shown is known in the question: such calls, which are few, are read by their pairs.
 */
export const makeGroupSumsSql = `create table rollup_outcome_group_sums (
  event_number bigint not null, grouped_by varchar not null, kept_group bigint not null, name_before_day timestamp,
  all_before_day timestamp, work_key bigint not null, is_name_shared boolean not null, is_all_shared boolean not null,
  share_count bigint not null, name_cost hugeint, all_cost hugeint, name_tokens bigint, all_tokens bigint
)`;

/** Their groups by number: of a text that stands beside each sum, reading and joining it would take longest. */
export const makeGroupsSql = `create table rollup_outcome_groups (
  grouped_by varchar not null, kept_group bigint not null, group_value varchar
)`;

/** The settled calls that have more attempts than one, or none that ended them. */
export const severalCallsSql =
  "select call_number from rollup_shared_attempts where attempt > 0 or not final";

const shownGroups = groupedBy.map((by) => `shown_${by}`).join(", ");

/** What the shares of the settled outcomes come to whose numbers a query has, by all that either table tells apart. */
export const settledSumsSql = (numbers: string): string => `
with numbered as (
  select outcome_number as event_number, call_number, ${shareColumns.join(", ")}, is_of_several
  from rollup_shares where outcome_number in (${numbers})
),
states as (select outcome_number as event_number from rollup_outcomes),
${shareSql({
  asked: "true",
  attempts: { live: undefined, settledWhere: "true", where: "true" },
  where: [],
  columns: groupedBy.map((by) => dimensionColumns[by]),
  links: {
    name_before_day: "date_trunc('day', name_before)",
    all_before_day: "date_trunc('day', all_before)",
    is_name_shared: "name_size > 1",
    is_all_shared: "all_size > 1",
    has_several: "is_of_several",
  },
})}
select ${sumKeys.join(", ")}, ${shownGroups}, has_several, count(*) as share_count, ${sumOfCosts("name")} as name_cost,
  ${sumOfCosts("all")} as all_cost, sum(name_tokens) as name_tokens, sum(all_tokens) as all_tokens
from shares group by ${sumKeys.join(", ")}, ${shownGroups}, has_several`;

const addedUp = `sum(share_count) as share_count, sum(name_cost) as name_cost, sum(all_cost) as all_cost,
  cast(sum(name_tokens) as bigint) as name_tokens, cast(sum(all_tokens) as bigint) as all_tokens`;

/** The rows of `rollup_outcome_sums`, of a table with what {@link settledSumsSql} answers. */
export const outcomeSumsSql = (settled: string): string =>
  `select ${sumKeys.join(", ")}, ${addedUp} from ${settled} group by ${sumKeys.join(", ")}`;

const groupsOf = (settled: string): string =>
  groupedBy
    .map(
      (by) =>
        `select distinct '${by}' as grouped_by, shown_${by} as group_value from ${settled} where not has_several`,
    )
    .join(" union all ");

/** What `rollup_outcome_groups` lacks of their groups, numbered. */
export const newGroupsSql = (settled: string): string => `
select grouped_by,
  (select coalesce(max(kept_group), 0) from rollup_outcome_groups)
    + row_number() over (order by grouped_by, group_value) as kept_group,
  group_value
from (${groupsOf(settled)}) as found
where not exists (
  select 1 from rollup_outcome_groups as kept
  where kept.grouped_by = found.grouped_by and kept.group_value is not distinct from found.group_value
)`;

/** The same of `rollup_outcome_group_sums`, whose groups `rollup_outcome_groups` has. */
export const groupSumsSql = (settled: string): string => {
  const [event, ...kinds] = sumKeys;
  return groupedBy
    .map(
      (by) => `select ${event}, '${by}' as grouped_by, kept_group, ${kinds.join(", ")}, ${addedUp}
from ${settled}
join (select * from rollup_outcome_groups where grouped_by = '${by}') as kept
  on kept.group_value is not distinct from shown_${by}
where not has_several group by ${sumKeys.join(", ")}, kept_group`,
    )
    .join("\nunion all\n");
};

/** `quiet`: outcomes whose sums hold, of `calm_states`. */
export const quietSql = (isAllCalm: boolean): string => `
quiet as materialized (
  select event_number from calm_states
  ${
    isAllCalm
      ? ""
      : `where event_number not in (
    select outcome_number from rollup_shares where call_number in (select call_number from disturbed)
  )`
  }
)`;

/**
 * The outcomes that are asked for, told apart by whether their sums can tell which of their calls count first from a
 * moment on: the sums know on which day the sharer before them occurred, and nothing within that day. Conditions over
 * `states`, and what stands before the rest of the query for them: none where it is so of all of them.
 */
export function plainSql({
  asked,
  fromMs,
  isAllQuiet,
}: Readonly<{ asked: string; fromMs: number; isAllQuiet: boolean }>): Readonly<{
  sql: string;
  of: string;
  others: string;
}> {
  const isWholeDay = fromMs === dayOf(fromMs);
  if (isWholeDay && isAllQuiet) return { sql: "", of: asked, others: "false" };
  const conditions = [
    asked,
    ...(isAllQuiet ? [] : ["event_number in (select event_number from quiet)"]),
    ...(isWholeDay
      ? []
      : [
          `event_number not in (
    select event_number from rollup_outcome_sums
    where name_before_day = date_trunc('day', $from) or all_before_day = date_trunc('day', $from)
  )`,
        ]),
  ];
  const isPlain = "states.event_number in (select event_number from plain)";
  return {
    sql: `plain as materialized (select event_number from states where ${conditions.join(" and ")}),
`,
    of: isPlain,
    others: `(${asked} and not ${isPlain})`,
  };
}

/**
 * `quiet_sums`: sums as shares are, each standing for `share_count` of them, with what their outcome is told apart by
 * (`links`). `quiet_kinds`: what these come to, by all that an answer tells apart. `quiet_groups`: their groups.
 *
 * @param isOfOneName what is shared among all names is shared among that one
 * @param by what sums are grouped by, with `kept_group` and without the calls of {@link severalCallsSql}
 * @param where which outcomes: a condition over `states`
 */
export const quietSumsSql = ({
  isOfOneName,
  by,
  links,
  where,
}: Readonly<{
  isOfOneName: boolean;
  by: Dimension | undefined;
  links: Readonly<Record<string, string>>;
  where: string;
}>): string => {
  const all = isOfOneName ? "name" : "all";
  const group = by === undefined ? "" : "kept_group, ";
  const source =
    by === undefined
      ? "rollup_outcome_sums"
      : `(select * from rollup_outcome_group_sums where grouped_by = '${by}') as group_sums`;
  // Those by group are many: they are read twice, each time without the columns that are not asked for.
  return `quiet_sums as ${by === undefined ? "" : "not "}materialized (
  select sums.*${Object.entries(links)
    .map(([name, expression]) => `, ${expression} as ${name}`)
    .join("")}
  from (
    select event_number, ${group}name_before_day as name_before, ${all}_before_day as all_before, work_key,
      is_name_shared, is_${all}_shared as is_all_shared, share_count, name_cost, ${all}_cost as all_cost, name_tokens,
      ${all}_tokens as all_tokens
    from ${source}
  ) as sums
  join states on states.event_number = sums.event_number
  where ${where}
),
quiet_kinds as materialized (
  select ${group}bucket, link_key, work_key % ${WORK_KEYS} as work_facts, sum(share_count) as share_count,
    ${["name", "all"].map((among) => `sum(${among}_cost) as ${among}_cost, sum(${among}_tokens) as ${among}_tokens`).join(", ")}
  from quiet_sums group by ${group}bucket, link_key, work_key % ${WORK_KEYS}
)${
    by === undefined
      ? ""
      : `,
quiet_groups as materialized (
  select kept_group, group_value from rollup_outcome_groups
  where grouped_by = '${by}' and kept_group in (select kept_group from quiet_kinds)
)`
  }`;
};
