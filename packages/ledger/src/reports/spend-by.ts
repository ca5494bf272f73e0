import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { totalsFrom, totalsMeasures, totalsOfPartsSql } from "./measures.ts";
import { dimensionKey, partsOf } from "./rollups/parts.ts";
import { integer, textOrNull } from "./sql-values.ts";

/** Who or what spent the most? Groups by one dimension, dearest first. */
export async function spendBy(
  query: Reports["spend-by"]["query"],
  ask: Ask,
): Promise<Reports["spend-by"]["result"]> {
  const parts = await partsOf(
    query,
    { keys: [dimensionKey("group_value", query.by)], measures: totalsMeasures, unfinished: true },
    ask,
  );
  const sql = `
with ${parts.ctes},
placed as (
  select *, count(*) over () as group_count,
    row_number() over (
      order by part_effective_cost_sum desc nulls last, part_attempt_count desc,
        group_value asc nulls last
    ) as place
  from parts
)
select group_value, place, group_count, ${totalsOfPartsSql}
from placed
where place <= $limit
group by group_value, place, group_count
order by place`;
  const rows = await ask(sql, {
    ...parts.parameters,
    limit: { type: "integer", integer: query.limit },
  });
  const [first] = rows;
  return {
    rows: rows.map((row) => ({ group: textOrNull(row, "group_value"), ...totalsFrom(row) })),
    left_out: first === undefined ? 0 : integer(first, "group_count") - rows.length,
  };
}
