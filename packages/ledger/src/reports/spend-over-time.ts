import { HeadgateError, type SpendOverTimeRow, type TimeGrain } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import { dimensionColumns, rangeOf, scopeOf } from "./scope.ts";
import { dollarsSum, integer, integerSum, isoTime, textOrNull, truth } from "./sql-values.ts";
import {
  describesUnfinishedCall,
  nearbyParameters,
  unfinishedCallsSql,
} from "./unfinished-calls.ts";

type Query = Reports["spend-over-time"]["query"];

/** No chart needs more points, and no answer should be larger than its asker expects. */
const MAX_BUCKETS = 20_000;

/** Shortest length of a bucket. */
const grainMs = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 28 * 86_400_000,
} as const satisfies Record<TimeGrain, number>;

/**
 * How did spend move? Buckets in UTC, weeks from Monday; a bucket without attempts has no row. With
 * `by`, each bucket is split: the `limit` dearest values of the whole range are named, in that order,
 * and the rest is one `other`.
 */
export async function spendOverTime(
  query: Query,
  ask: Ask,
): Promise<Reports["spend-over-time"]["result"]> {
  refuseManyBuckets(query);
  const rows = await (query.by === undefined ? whole(query, ask) : split(query, query.by, ask));
  return { rows: rows.map(rowFrom) };
}

/** @throws HeadgateError `request_invalid` when the range has more buckets than are answered */
export function refuseManyBuckets(
  query: Readonly<{ from: string; to: string; grain: TimeGrain }>,
): void {
  const { fromMs, toMs } = rangeOf(query);
  const buckets = Math.ceil((toMs - fromMs) / grainMs[query.grain]);
  if (buckets > MAX_BUCKETS) {
    throw new HeadgateError(
      "request_invalid",
      `grain: ${buckets} buckets of a ${query.grain} lie in this range, at most ${MAX_BUCKETS} are answered`,
    );
  }
}

async function whole(query: Query, ask: Ask): Promise<readonly SqlRow[]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const bucket = `date_trunc('${query.grain}', started_at)`;
  const sql = `
with ${unfinishedCallsSql},
unfinished_by_bucket as (
  select ${bucket} as bucket, count(*) as unfinished_calls
  from ${attempts}
  where ${where} and ${describesUnfinishedCall}
  group by ${bucket}
),
measured as (
  select ${bucket} as bucket, ${pointMeasuresSql}
  from ${attempts}
  where ${where}
  group by ${bucket}
)
select epoch_ms(measured.bucket) as start_ms, null as group_value, false as is_other,
  finished_calls as finished_calls_sum,
  unfinished_calls as unfinished_calls_sum,
  unpriced_attempts as unpriced_attempts_sum,
  input_tokens_sum as input_tokens_total,
  output_tokens_sum as output_tokens_total,
  cast(effective_cost_sum as varchar) as effective_cost_text
from measured
left join unfinished_by_bucket on measured.bucket = unfinished_by_bucket.bucket
order by start_ms`;
  return ask(sql, { ...parameters, ...nearbyParameters(query) });
}

async function split(
  query: Query,
  by: NonNullable<Query["by"]>,
  ask: Ask,
): Promise<readonly SqlRow[]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const bucket = `date_trunc('${query.grain}', started_at)`;
  const column = dimensionColumns[by];
  const sql = `
with ${unfinishedCallsSql},
unfinished_by_part as (
  select ${bucket} as bucket, ${column} as group_value, count(*) as unfinished_calls
  from ${attempts}
  where ${where} and ${describesUnfinishedCall}
  group by ${bucket}, ${column}
),
measured as (
  select ${bucket} as bucket, ${column} as group_value, ${pointMeasuresSql}, count(*) as attempt_count
  from ${attempts}
  where ${where}
  group by ${bucket}, ${column}
),
places as (
  select group_value, row_number() over (
    order by sum(effective_cost_sum) desc nulls last, sum(attempt_count) desc, group_value asc nulls last
  ) as place
  from measured
  group by group_value
),
placed as (
  select measured.bucket as bucket, place > $limit as is_other,
    case when place <= $limit then place end as shown_place,
    case when place <= $limit then measured.group_value end as shown_value,
    finished_calls, unfinished_calls, unpriced_attempts, input_tokens_sum, output_tokens_sum,
    effective_cost_sum
  from measured
  join places on measured.group_value is not distinct from places.group_value
  left join unfinished_by_part
    on measured.bucket = unfinished_by_part.bucket
    and measured.group_value is not distinct from unfinished_by_part.group_value
)
select epoch_ms(bucket) as start_ms, shown_value as group_value, is_other,
  sum(finished_calls) as finished_calls_sum,
  sum(unfinished_calls) as unfinished_calls_sum,
  sum(unpriced_attempts) as unpriced_attempts_sum,
  sum(input_tokens_sum) as input_tokens_total,
  sum(output_tokens_sum) as output_tokens_total,
  cast(sum(effective_cost_sum) as varchar) as effective_cost_text
from placed
group by bucket, is_other, shown_place, shown_value
order by start_ms, is_other, shown_place nulls last`;
  return ask(sql, {
    ...parameters,
    ...nearbyParameters(query),
    limit: { type: "integer", integer: query.limit },
  });
}

const pointMeasuresSql = `
    count(case when final then 1 end) as finished_calls,
    count(case when confidence = 'unknown' then 1 end) as unpriced_attempts,
    sum(input_tokens) as input_tokens_sum,
    sum(output_tokens) as output_tokens_sum,
    sum(effective_cost) as effective_cost_sum`;

const rowFrom = (row: SqlRow): SpendOverTimeRow => ({
  start: isoTime(row, "start_ms"),
  group: textOrNull(row, "group_value"),
  is_other: truth(row, "is_other"),
  calls: integer(row, "finished_calls_sum") + integerSum(row, "unfinished_calls_sum"),
  unpriced_attempts: integer(row, "unpriced_attempts_sum"),
  input_tokens: integerSum(row, "input_tokens_total"),
  output_tokens: integerSum(row, "output_tokens_total"),
  effective_cost: dollarsSum(row, "effective_cost_text"),
});
