import type { ExploreRank } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { totalsFrom, totalsMeasures, totalsOfPartsSql } from "./measures.ts";
import { dimensionKey, noKey, partsOf, timeKey } from "./rollups/parts.ts";
import { refuseManyBuckets } from "./spend-over-time.ts";
import { integer, isoTime, textOrNull, truth } from "./sql-values.ts";

/** What a group is ranked by, over its parts. */
const rankSums = {
  effective_cost: "sum(part_effective_cost_sum)",
  billed_cost: "sum(part_billed_cost_sum)",
  list_cost: "sum(part_list_cost_sum)",
  calls: "sum(part_finished_calls + coalesce(part_unfinished_calls, 0))",
  input_tokens: "sum(part_input_tokens_sum)",
  output_tokens: "sum(part_output_tokens_sum)",
  failed_attempts: "sum(part_failed_attempts)",
  unpriced_attempts: "sum(part_unpriced_attempts)",
} as const satisfies Record<ExploreRank, string>;

/**
 * Any measure by any dimension or two, over time or as a whole. The attempts are read once into parts (one a
 * bucket, group and value of the second dimension); ranks and sums are made of those.
 */
export async function explore(
  query: Reports["explore"]["query"],
  ask: Ask,
): Promise<Reports["explore"]["result"]> {
  if (query.grain !== undefined) refuseManyBuckets({ ...query, grain: query.grain });
  const parts = await partsOf(
    query,
    {
      keys: [
        query.grain === undefined ? noKey("bucket", "timestamp") : timeKey(query.grain),
        dimensionKey("group_value", query.by),
        query.split === undefined
          ? noKey("split_value", "varchar")
          : dimensionKey("split_value", query.split),
      ],
      measures: totalsMeasures,
      unfinished: true,
    },
    ask,
  );
  const sql = `
with ${parts.ctes},
${placesSql("group", rankSums[query.rank])},
${placesSql("split", rankSums[query.rank])},
placed as (
  select parts.*,
    group_place > $limit as is_other,
    case when group_place <= $limit then group_place end as shown_group_place,
    case when group_place <= $limit then parts.group_value end as shown_group,
    split_place > $split_limit as split_is_other,
    case when split_place <= $split_limit then split_place end as shown_split_place,
    case when split_place <= $split_limit then parts.split_value end as shown_split
  from parts
  join group_places on parts.group_value is not distinct from group_places.group_value
  join split_places on parts.split_value is not distinct from split_places.split_value
)
select epoch_ms(bucket) as start_ms, shown_group, is_other, shown_split, split_is_other,
  ${totalsOfPartsSql},
  (select count(*) from group_places) as group_count
from placed
group by bucket, is_other, shown_group_place, shown_group, split_is_other, shown_split_place, shown_split
order by start_ms, is_other, shown_group_place nulls last, split_is_other, shown_split_place nulls last`;
  const rows = await ask(sql, {
    ...parts.parameters,
    limit: { type: "integer", integer: query.limit },
    split_limit: { type: "integer", integer: query.split_limit },
  });
  const [first] = rows;
  return {
    rows: rows.map((row) => ({
      start: query.grain === undefined ? null : isoTime(row, "start_ms"),
      group: textOrNull(row, "shown_group"),
      is_other: truth(row, "is_other"),
      split: textOrNull(row, "shown_split"),
      split_is_other: truth(row, "split_is_other"),
      ...totalsFrom(row),
    })),
    left_out: first === undefined ? 0 : Math.max(0, integer(first, "group_count") - query.limit),
  };
}

const placesSql = (which: "group" | "split", rank: string): string => `${which}_places as (
  select ${which}_value, row_number() over (
    order by ${rank} desc nulls last, sum(part_attempt_count) desc, ${which}_value asc nulls last
  ) as ${which}_place
  from parts
  group by ${which}_value
)`;
