import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import {
  type CallAttempt,
  callAttemptFrom,
  callAttemptSql,
  summariseCall,
} from "./call-summary.ts";
import { attemptsSourceOf, CALL_SPAN_MS, scopeOf } from "./scope.ts";
import { integer, text } from "./sql-values.ts";
import {
  attemptsOfRetriedCalls,
  describesUnfinishedCall,
  nearbyParameters,
  unfinishedCallsSql,
} from "./unfinished-calls.ts";

type Query = Reports["calls"]["query"];

/**
 * Which calls were these? A call is in range, and passes the filters, by the attempt that describes it;
 * all its attempts are added up. Calls without a value in the sorted column come last either way.
 */
export async function calls(query: Query, ask: Ask): Promise<Reports["calls"]["result"]> {
  const total = await countCalls(query, ask);
  const page = total > query.offset ? await pageOfCalls(query, ask) : [];
  if (page.length === 0) return { rows: [], total };

  const attemptsByCall = await attemptsOf(page, query, ask);
  return {
    rows: page.map(({ callId }) => summariseCall(attemptsByCall.get(callId) ?? [])),
    total,
  };
}

async function countCalls(query: Query, ask: Ask): Promise<number> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const sql = `
with ${unfinishedCallsSql}
select count(case when final then 1 end) as finished_calls,
  (select count(*) from ${attempts} where ${where} and ${describesUnfinishedCall}) as unfinished_calls
from ${attempts}
where ${where}`;
  const [row] = await ask(sql, { ...parameters, ...nearbyParameters(query) });
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return integer(row, "finished_calls") + integer(row, "unfinished_calls");
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

const sortedColumns =
  "call_id, attempt, final, started_at, duration_ms, effective_cost, input_tokens, output_tokens";

type ListedCall = Readonly<{ callId: string; startedAtMs: number }>;

/**
 * One page of calls in their order. Most calls have one attempt, so their row is the call and nothing is
 * grouped; only calls with more are added up.
 */
async function pageOfCalls(query: Query, ask: Ask): Promise<readonly ListedCall[]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const key = sortKeys[query.sort];
  const order = query.order === "asc" ? "asc" : "desc";
  const sql = `
with ${unfinishedCallsSql},
several as (
  select call_id from ${attempts} where ${where} and final and attempt > 0
  union all
  select call_id from ${attempts} where ${where} and ${describesUnfinishedCall}
),
described as (
  select call_id, ${key.single} as sort_key, started_at as tie_key
  from ${attempts}
  where ${where} and final and attempt = 0
  union all
  select call_id, ${key.several} as sort_key, min(started_at) as tie_key
  from (${attemptsOfRetriedCalls(sortedColumns, attempts)}) as retried
  where call_id in (select call_id from several)
  group by call_id
)
select call_id, epoch_ms(tie_key) as started_at_ms
from described
order by sort_key ${order} nulls last, tie_key desc, call_id
limit $limit offset $offset`;
  const rows = await ask(sql, {
    ...parameters,
    ...nearbyParameters(query),
    limit: { type: "integer", integer: query.limit },
    offset: { type: "integer", integer: query.offset },
  });
  return rows.map((row) => ({
    callId: text(row, "call_id"),
    startedAtMs: integer(row, "started_at_ms"),
  }));
}

async function attemptsOf(
  page: readonly ListedCall[],
  query: Query,
  ask: Ask,
): Promise<ReadonlyMap<string, readonly CallAttempt[]>> {
  const starts = page.map((call) => call.startedAtMs);
  const { attempts: source, parameters } = await attemptsSourceOf(query, ask);
  const sql = `
select ${callAttemptSql}
from ${source}
where started_at >= $first and started_at < $last
  and call_id in (select unnest($call_ids))
order by call_id, attempt`;
  const rows = await ask(sql, {
    ...parameters,
    first: { type: "timestamp", ms: Math.min(...starts) },
    last: { type: "timestamp", ms: Math.max(...starts) + CALL_SPAN_MS },
    call_ids: { type: "texts", texts: page.map((call) => call.callId) },
  });
  const attemptsByCall = new Map<string, CallAttempt[]>();
  for (const row of rows) {
    const attempt = callAttemptFrom(row);
    const attempts = attemptsByCall.get(attempt.callId);
    if (attempts === undefined) attemptsByCall.set(attempt.callId, [attempt]);
    else attempts.push(attempt);
  }
  return attemptsByCall;
}
