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
  event_number bigint not null, grouped_by varchar not null, group_value varchar, name_before_day timestamp,
  all_before_day timestamp, work_key bigint not null, is_name_shared boolean not null, is_all_shared boolean not null,
  share_count bigint not null, name_cost hugeint, all_cost hugeint, name_tokens bigint, all_tokens bigint
)`;

/** The settled calls that have more attempts than one, or none that ended them. */
export const severalCallsSql =
  "select call_number from rollup_shared_attempts where attempt > 0 or not final";

const shownGroups = groupedBy.map((by) => `shown_${by}`).join(", ");

/** What the shares of the settled outcomes come to whose numbers a query has, by all that either table tells apart. */
export const settledSumsSql = (numbers: string): string => `
with numbered as (
  select outcome_number as event_number, call_number, ${shareColumns.join(", ")}
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
    is_of_several: `call_number in (${severalCallsSql})`,
  },
})}
select ${sumKeys.join(", ")}, ${shownGroups}, is_of_several, count(*) as share_count, ${sumOfCosts("name")} as name_cost,
  ${sumOfCosts("all")} as all_cost, sum(name_tokens) as name_tokens, sum(all_tokens) as all_tokens
from shares group by ${sumKeys.join(", ")}, ${shownGroups}, is_of_several`;

const addedUp = `sum(share_count) as share_count, sum(name_cost) as name_cost, sum(all_cost) as all_cost,
  cast(sum(name_tokens) as bigint) as name_tokens, cast(sum(all_tokens) as bigint) as all_tokens`;

/** The rows of `rollup_outcome_sums`, of a table with what {@link settledSumsSql} answers. */
export const outcomeSumsSql = (settled: string): string =>
  `select ${sumKeys.join(", ")}, ${addedUp} from ${settled} group by ${sumKeys.join(", ")}`;

/** The same of `rollup_outcome_group_sums`. */
export const groupSumsSql = (settled: string): string => {
  const [event, ...kinds] = sumKeys;
  return groupedBy
    .map(
      (
        by,
      ) => `select ${event}, '${by}' as grouped_by, shown_${by} as group_value, ${kinds.join(", ")}, ${addedUp}
from ${settled} where not is_of_several group by ${sumKeys.join(", ")}, shown_${by}`,
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
 * Condition of the outcomes whose sums can tell which of their calls count first from a moment on: the sums know on
 * which day the sharer before them occurred, and nothing within that day.
 */
export const isPlainFrom = (fromMs: number): string =>
  fromMs === dayOf(fromMs)
    ? "true"
    : `event_number not in (
    select event_number from rollup_outcome_sums
    where name_before_day = date_trunc('day', $from) or all_before_day = date_trunc('day', $from)
  )`;

/**
 * `quiet_sums`: sums as shares are, each standing for `share_count` of them, with what their outcome is told apart by
 * (`links`). `quiet_kinds`: what these come to, by all that an answer tells apart.
 *
 * @param isOfOneName what is shared among all names is shared among that one
 * @param by what sums are grouped by, with `group_value` and without the calls of {@link severalCallsSql}
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
  const group = by === undefined ? "" : "group_value, ";
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
)`;
};
