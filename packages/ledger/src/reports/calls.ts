import type { CallSummary } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlParameters, SqlRow } from "./ask.ts";
import {
  type CallAttempt,
  callAttemptFrom,
  callAttemptSql,
  callAttemptWithCutSql,
  summariseCall,
  unreadCallSql,
} from "./call-summary.ts";
import { type CallsOfDay, callsWindow, isWithin, type Window } from "./calls-window.ts";
import { cutSql } from "./cut-sql.ts";
import { DEAREST_CUT, DEAREST_OF_DAY, dearestOf, isSingle } from "./rollups/dearest.ts";
import { partsOf, timeKey } from "./rollups/parts.ts";
import { describesUnfinishedCall, retriedSql, unfinishedSql } from "./rollups/retried.ts";
import { rowsSql, stretchWhere } from "./rollups/stretches.ts";
import type { Surroundings } from "./rollups/surroundings.ts";
import { filterOf, rangeOf } from "./scope.ts";
import { integer, integerSum, text, truth } from "./sql-values.ts";

type Query = Reports["calls"]["query"];

/**
 * Which calls were these? A call is in range, and passes the filters, by the attempt that describes it;
 * all its attempts are added up. Calls without a value in the sorted column come last either way.
 */
export async function calls(query: Query, ask: Ask): Promise<Reports["calls"]["result"]> {
  const { days, surroundings } = await callsByDay(query, ask);
  const total = days.reduce((sum, day) => sum + day.calls, 0);
  if (total <= query.offset) return { rows: [], total };

  const range = rangeOf(query);
  const window = callsWindow(query, range, days);
  let page = await pageOfCalls(query, window, surroundings, ask);
  // A call that is described beyond the window can have begun within it.
  if (!page.every(({ startedAtMs }) => isWithin(startedAtMs, window))) {
    page = await pageOfCalls(query, { ...range, isWhole: true }, surroundings, ask);
  }
  return { rows: await summaries(page, surroundings, ask), total };
}

/** How many calls each day (UTC) has, in the order of days. */
async function callsByDay(
  query: Query,
  ask: Ask,
): Promise<Readonly<{ days: readonly CallsOfDay[]; surroundings: Surroundings }>> {
  const parts = await partsOf(
    query,
    { keys: [timeKey("day")], measures: ["finished_calls"], unfinished: true },
    ask,
  );
  const rows = await ask(
    `with ${parts.ctes}
    select epoch_ms(bucket) as day_ms, part_finished_calls as finished_calls,
      part_unfinished_calls as unfinished_calls
    from parts order by bucket`,
    parts.parameters,
  );
  const days = rows.map((row) => ({
    dayMs: integer(row, "day_ms"),
    calls: integerSum(row, "finished_calls") + integerSum(row, "unfinished_calls"),
  }));
  return { days, surroundings: parts.surroundings };
}

/** What a call is sorted by, from a first attempt that was the only one, and over several attempts. */
const sortKeys = {
  time: { single: "started_at", several: "min(started_at)" },
  cost: {
    single: "effective_cost",
    several: "case when count(effective_cost) = count(*) then sum(effective_cost) end",
  },
  input_tokens: { single: "input_tokens", several: "sum(input_tokens)" },
  output_tokens: { single: "output_tokens", several: "sum(output_tokens)" },
  duration: {
    single: "duration_ms",
    several:
      "arg_max(epoch_ms(started_at) + duration_ms, case when final then 1000000 else attempt end) - epoch_ms(min(started_at))",
  },
} as const satisfies Record<Query["sort"], { single: string; several: string }>;

type ListedCall = Readonly<{
  callId: string;
  startedAtMs: number;
  single: CallAttempt | undefined;
}>;

/**
 * One page of calls in their order. Most calls have one attempt, so their row is the call and nothing is
 * grouped: the first rows of an order are found without sorting the others. Only calls with more attempts
 * are added up.
 */
async function pageOfCalls(
  query: Query,
  window: Window,
  surroundings: Surroundings,
  ask: Ask,
): Promise<readonly ListedCall[]> {
  const key = sortKeys[query.sort];
  const inOrder = `sort_key ${query.order === "asc" ? "asc" : "desc"} nulls last, tie_key desc, call_id`;
  const filters = filterOf(query);
  const within = stretchWhere(window, "window");
  const singles = singlesOf(query, window, surroundings);
  const retried = retriedSql(window, surroundings);
  const described = [within.where, "not superseded", ...filters.conditions].join(" and ");
  const sql = `
with retried as (${retried.sql}),
unfinished as (${unfinishedSql}),
several as (
  select call_id from retried where ${described} and final and attempt > 0
  union all
  select call_id from retried where ${described} and ${describesUnfinishedCall}
),
singles as (
  select ${callAttemptWithCutSql(singles.cut)}, true as is_single, ${key.single} as sort_key, started_at as tie_key
  from ${singles.source}
  where ${[within.where, ...filters.conditions, isSingle].join(" and ")}
  order by ${inOrder}
  limit $reach
),
found as (
  select * from singles
  union all
  select ${unreadCallSql}, false as is_single, ${key.several} as sort_key, min(started_at) as tie_key
  from retried
  where not superseded and call_id in (select call_id from several)
  group by call_id
)
select * exclude (sort_key, tie_key), epoch_ms(tie_key) as call_started_ms
from found
order by ${inOrder}
limit $limit offset $offset`;
  const rows = await ask(sql, {
    ...within.parameters,
    ...retried.parameters,
    ...filters.parameters,
    ...singles.parameters,
    limit: { type: "integer", integer: query.limit },
    offset: { type: "integer", integer: query.offset },
    reach: { type: "integer", integer: query.offset + query.limit },
  });
  return rows.map((row) => ({
    callId: text(row, "call_id"),
    startedAtMs: integer(row, "call_started_ms"),
    single: truth(row, "is_single") ? callAttemptFrom(row) : undefined,
  }));
}

/** Where the calls of one attempt on a page are found: the dearest of all calls are kept for each day. */
function singlesOf(
  query: Query,
  window: Window,
  surroundings: Surroundings,
): Readonly<{ source: string; cut: string; parameters: SqlParameters }> {
  if (isOfDearest(query)) {
    const { sql, parameters } = dearestOf(window, surroundings);
    return { source: `(${sql}) as attempts`, cut: DEAREST_CUT, parameters };
  }
  const { where, parameters } = stretchWhere(window, "singles");
  return { source: rowsSql(where, surroundings), cut: cutSql, parameters };
}

/** Whether the page lies among the dearest calls of all, which are kept for each day. */
function isOfDearest(query: Query): boolean {
  const { sort, order, offset, limit } = query;
  const isOfAll = filterOf(query).conditions.length === 0;
  return sort === "cost" && order === "desc" && isOfAll && offset + limit <= DEAREST_OF_DAY;
}

/** When listed calls began, from the first to behind the last. */
function spanOf(listed: readonly ListedCall[]): Readonly<{ fromMs: number; toMs: number }> {
  const starts = listed.map((call) => call.startedAtMs);
  return { fromMs: Math.min(...starts), toMs: Math.max(...starts) + 1 };
}

const callIdsOf = (listed: readonly ListedCall[]) =>
  ({ type: "texts", texts: listed.map((call) => call.callId) }) as const;

async function summaries(
  page: readonly ListedCall[],
  surroundings: Surroundings,
  ask: Ask,
): Promise<CallSummary[]> {
  const several = page.filter(({ single }) => single === undefined);
  const attempts = several.length === 0 ? [] : await attemptsOf(several, surroundings, ask);
  return page.map(({ callId, single }) =>
    summariseCall(
      single === undefined ? attempts.filter((attempt) => attempt.callId === callId) : [single],
    ),
  );
}

async function attemptsOf(
  listed: readonly ListedCall[],
  surroundings: Surroundings,
  ask: Ask,
): Promise<readonly CallAttempt[]> {
  const retried = retriedSql(spanOf(listed), surroundings);
  const rows: readonly SqlRow[] = await ask(
    `with retried as (${retried.sql})
    select ${callAttemptSql} from retried
    where not superseded and call_id in (select unnest($call_ids))
    order by call_id, attempt`,
    {
      ...retried.parameters,
      call_ids: callIdsOf(listed),
    },
  );
  return rows.map(callAttemptFrom);
}
