import { dayOf } from "../rollups/day-plan.ts";
import { shareColumns } from "./settled-sql.ts";
import { shareSql, sumOfCosts } from "./share-sql.ts";

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
  name_cost hugeint, all_cost hugeint, name_tokens hugeint, all_tokens hugeint
)`;

/** The rows of that table for the settled outcomes whose numbers a query has. */
export const outcomeSumsSql = (numbers: string): string => `
with numbered as (
  select outcome_number as event_number, call_number, ${shareColumns.join(", ")}
  from rollup_shares where outcome_number in (${numbers})
),
states as (select outcome_number as event_number from rollup_outcomes),
${shareSql({
  asked: "true",
  attempts: { live: undefined, settledWhere: "true", where: "true" },
  where: [],
  links: {
    name_before_day: "date_trunc('day', name_before)",
    all_before_day: "date_trunc('day', all_before)",
    is_name_shared: "name_size > 1",
    is_all_shared: "all_size > 1",
  },
})}
select ${sumKeys.join(", ")}, count(*) as share_count, ${sumOfCosts("name")} as name_cost,
  ${sumOfCosts("all")} as all_cost, sum(name_tokens) as name_tokens, sum(all_tokens) as all_tokens
from shares group by ${sumKeys.join(", ")}`;

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
 * Sums as shares are, each standing for `share_count` of them.
 * @param isOfOneName what is shared among all names is shared among that one
 */
export const sumSharesSql = (isOfOneName: boolean): string => {
  const all = isOfOneName ? "name" : "all";
  return `select event_number, name_before_day as name_before, ${all}_before_day as all_before, work_key,
    is_name_shared, is_${all}_shared as is_all_shared, share_count, name_cost, ${all}_cost as all_cost, name_tokens,
    ${all}_tokens as all_tokens
  from rollup_outcome_sums`;
};
