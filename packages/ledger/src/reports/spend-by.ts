import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { measuresSql, totalsFrom } from "./measures.ts";
import { dimensionColumns, scopeOf } from "./scope.ts";
import { integer, textOrNull } from "./sql-values.ts";
import {
  describesUnfinishedCall,
  nearbyParameters,
  unfinishedCallsSql,
} from "./unfinished-calls.ts";

/** Who or what spent the most? Groups by one dimension, dearest first. */
export async function spendBy(
  query: Reports["spend-by"]["query"],
  ask: Ask,
): Promise<Reports["spend-by"]["result"]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const column = dimensionColumns[query.by];
  const sql = `
with ${unfinishedCallsSql},
unfinished_by_group as (
  select ${column} as group_value, count(*) as unfinished_calls
  from ${attempts}
  where ${where} and ${describesUnfinishedCall}
  group by ${column}
),
measured as (
  select ${column} as group_value, ${measuresSql},
    row_number() over (
      order by sum(effective_cost) desc nulls last, count(*) desc, ${column} asc nulls last
    ) as place,
    count(*) over () as group_count
  from ${attempts}
  where ${where}
  group by ${column}
  order by place
  limit $limit
)
select measured.*, unfinished_calls
from measured
left join unfinished_by_group
  on measured.group_value is not distinct from unfinished_by_group.group_value
order by place`;
  const rows = await ask(sql, {
    ...parameters,
    ...nearbyParameters(query),
    limit: { type: "integer", integer: query.limit },
  });
  const [first] = rows;
  return {
    rows: rows.map((row) => ({ group: textOrNull(row, "group_value"), ...totalsFrom(row) })),
    left_out: first === undefined ? 0 : integer(first, "group_count") - rows.length,
  };
}
