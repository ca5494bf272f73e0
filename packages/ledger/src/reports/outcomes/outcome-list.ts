import { joinStates, type OutcomeSummary } from "@headgate/contract";
import type { Reports } from "../../store.ts";
import { type Ask, namedIn, type SqlParameter, type SqlRow } from "../ask.ts";
import { rangeOf } from "../scope.ts";
import {
  amountOrNull,
  integer,
  integerSum,
  isoTime,
  text,
  truth,
  wholeDollarsOrNull,
} from "../sql-values.ts";
import { type JoinedOutcomes, joinOutcomes, refuseManyLinks } from "./join-outcomes.ts";
import { isFact, shareSql, sumOfCosts } from "./share-sql.ts";

type Query = Reports["outcome-list"]["query"];

/** Which outcomes were these, how did each come to its calls, and what did it cost? */
export async function outcomeList(
  query: Query,
  ask: Ask,
): Promise<Reports["outcome-list"]["result"]> {
  const { fromMs, toMs } = rangeOf(query);
  const joined = await joinOutcomes({ ...query, fromMs, toMs }, ask);
  if (joined === undefined) return { rows: [], total: 0 };
  const conditions = ["occurred_at >= $from", "occurred_at < $to"];
  const parameters: Record<string, SqlParameter> = {
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
  };
  if (query.accepted !== undefined) conditions.push(query.accepted ? "accepted" : "not accepted");
  if (query.joined !== undefined) {
    conditions.push("join_state = $only_joined");
    parameters.only_joined = { type: "text", text: query.joined };
  }
  const rows = await summaries(
    joined,
    { where: conditions.join(" and "), parameters },
    { sort: query.sort, limit: query.limit, offset: query.offset },
    ask,
  );
  const [first] = rows;
  if (first !== undefined)
    return { rows: rows.map(summaryFrom), total: integer(first, "outcome_total") };
  if (query.offset === 0) return { rows: [], total: 0 };
  // A page behind the last one has no row to tell the number.
  const { total } = await outcomeList({ ...query, offset: 0, limit: 1 }, ask);
  return { rows: [], total };
}

type Page = Readonly<{ sort: Query["sort"]; limit: number; offset: number }>;

/** One page of outcomes with their shares of what their calls cost, among outcomes of their name. */
export async function summaries(
  joined: JoinedOutcomes,
  asked: Readonly<{ where: string; parameters: Readonly<Record<string, SqlParameter>> }>,
  { sort, limit, offset }: Page,
  ask: Ask,
): Promise<readonly SqlRow[]> {
  const order = sort === "cost" ? "cost_sum desc nulls last, occurred_at desc" : "occurred_at desc";
  const isQuiet = "states.event_number in (select event_number from quiet)";
  const ofQuiet = `union all
  select event_number, sum(name_cost), sum(case when ${isFact("failed")} then name_cost end),
    sum(case when ${isFact("call")} then share_count end),
    sum(case when ${isFact("call")} and is_name_shared then share_count end),
    sum(case when ${isFact("unpriced")} then share_count end)
  from rollup_outcome_sums
  where event_number in (select event_number from states where ${asked.where} and ${isQuiet})
  group by event_number`;
  const sql = `with ${joined.sql},
${shareSql({
  asked: joined.hasQuiet ? `${asked.where} and not ${isQuiet}` : asked.where,
  attempts: joined.attempts,
  where: [],
})},
by_outcome as (
  select event_number as shared_outcome, ${sumOfCosts("name")} as cost_sum,
    ${sumOfCosts("name", "is_failed")} as failed_sum,
    count(distinct call_number) as joined_calls,
    count(distinct case when name_size > 1 then call_number end) as shared_calls,
    count(case when is_unpriced then 1 end) as unpriced_count
  from shares group by event_number
  ${joined.hasQuiet ? ofQuiet : ""}
)
select outcome_id, name, epoch_ms(occurred_at) as occurred_ms, accepted,
  cast(value_amount as varchar) as value_text, join_state, call_count, joined_calls, shared_calls,
  unpriced_count, cost_sum as cost_amount, failed_sum as failed_amount,
  count(*) over () as outcome_total, ${joined.linkCount} as link_count
from states left join by_outcome on shared_outcome = event_number
where ${asked.where}
order by ${order}, outcome_id
limit $limit offset $offset`;
  const rows = await ask(
    sql,
    namedIn(sql, {
      ...joined.parameters,
      ...asked.parameters,
      limit: { type: "integer", integer: limit },
      offset: { type: "integer", integer: offset },
    }),
  );
  const [first] = rows;
  if (first !== undefined) refuseManyLinks(first, "link_count");
  return rows;
}

export function summaryFrom(row: SqlRow): OutcomeSummary {
  const state = text(row, "join_state");
  const joined = joinStates.find((known) => known === state);
  if (joined === undefined) throw new TypeError(`no state of a join "${state}"`);
  return {
    id: text(row, "outcome_id"),
    name: text(row, "name"),
    occurred_at: isoTime(row, "occurred_ms"),
    accepted: truth(row, "accepted"),
    value: amountOrNull(row, "value_text"),
    joined,
    calls:
      joined === "too_many_calls" ? integer(row, "call_count") : integerSum(row, "joined_calls"),
    shared_calls: integerSum(row, "shared_calls"),
    unpriced_attempts: integerSum(row, "unpriced_count"),
    cost: wholeDollarsOrNull(row, "cost_amount"),
    failed_cost: wholeDollarsOrNull(row, "failed_amount"),
  };
}
