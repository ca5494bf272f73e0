import { HeadgateError, type SpendOverTimeRow, type TimeGrain } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import type { Measure } from "./measures.ts";
import { dimensionKey, partsOf, timeKey } from "./rollups/parts.ts";
import { rangeOf } from "./scope.ts";
import { dollarsSum, integer, integerSum, isoTime, textOrNull, truth } from "./sql-values.ts";

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

const pointMeasures = [
  "attempt_count",
  "finished_calls",
  "unpriced_attempts",
  "input_tokens_sum",
  "cache_read_text_tokens_sum",
  "cache_read_audio_tokens_sum",
  "other_cache_read_tokens_sum",
  "output_tokens_sum",
  "effective_cost_sum",
] as const satisfies readonly Measure[];

const addedPointsSql = `
  sum(part_finished_calls) as finished_calls_sum,
  sum(part_unfinished_calls) as unfinished_calls_sum,
  sum(part_unpriced_attempts) as unpriced_attempts_sum,
  sum(part_input_tokens_sum) as input_tokens_total,
  sum(part_cache_read_text_tokens_sum) as cache_read_text_total,
  sum(part_cache_read_audio_tokens_sum) as cache_read_audio_total,
  sum(part_other_cache_read_tokens_sum) as other_cache_read_total,
  sum(part_output_tokens_sum) as output_tokens_total,
  cast(sum(part_effective_cost_sum) as varchar) as effective_cost_text`;

async function whole(query: Query, ask: Ask): Promise<readonly SqlRow[]> {
  const parts = await partsOf(
    query,
    { keys: [timeKey(query.grain)], measures: pointMeasures, unfinished: true },
    ask,
  );
  const sql = `
with ${parts.ctes}
select epoch_ms(bucket) as start_ms, null as group_value, false as is_other, ${addedPointsSql}
from parts
group by bucket
order by start_ms`;
  return ask(sql, parts.parameters);
}

async function split(
  query: Query,
  by: NonNullable<Query["by"]>,
  ask: Ask,
): Promise<readonly SqlRow[]> {
  const parts = await partsOf(
    query,
    {
      keys: [timeKey(query.grain), dimensionKey("group_value", by)],
      measures: pointMeasures,
      unfinished: true,
    },
    ask,
  );
  const sql = `
with ${parts.ctes},
places as (
  select group_value, row_number() over (
    order by sum(part_effective_cost_sum) desc nulls last, sum(part_attempt_count) desc,
      group_value asc nulls last
  ) as place
  from parts
  group by group_value
),
placed as (
  select parts.*, place > $limit as is_other,
    case when place <= $limit then place end as shown_place,
    case when place <= $limit then parts.group_value end as shown_value
  from parts
  join places on parts.group_value is not distinct from places.group_value
)
select epoch_ms(bucket) as start_ms, shown_value as group_value, is_other, ${addedPointsSql}
from placed
group by bucket, is_other, shown_place, shown_value
order by start_ms, is_other, shown_place nulls last`;
  return ask(sql, { ...parts.parameters, limit: { type: "integer", integer: query.limit } });
}

const rowFrom = (row: SqlRow): SpendOverTimeRow => ({
  start: isoTime(row, "start_ms"),
  group: textOrNull(row, "group_value"),
  is_other: truth(row, "is_other"),
  calls: integer(row, "finished_calls_sum") + integerSum(row, "unfinished_calls_sum"),
  unpriced_attempts: integer(row, "unpriced_attempts_sum"),
  input_tokens: integerSum(row, "input_tokens_total"),
  cache_read_tokens:
    integerSum(row, "cache_read_text_total") +
    integerSum(row, "cache_read_audio_total") +
    integerSum(row, "other_cache_read_total"),
  output_tokens: integerSum(row, "output_tokens_total"),
  effective_cost: dollarsSum(row, "effective_cost_text"),
});
