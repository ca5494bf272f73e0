import type { Reports } from "../../store.ts";
import type { Ask } from "../ask.ts";
import { integer, textOrNull } from "../sql-values.ts";
import {
  billCostsFrom,
  billMeasuresSql,
  billTotalsSql,
  linesSeenElsewhere,
} from "./bill-measures.ts";
import { billGroupOf, billScopeOf, rankedSum } from "./bill-scope.ts";

/** What do the bills say, by one dimension? Each currency by itself, the largest cost first: the effective one unless said. */
export async function billBy(
  query: Reports["bill-by"]["query"],
  ask: Ask,
): Promise<Reports["bill-by"]["result"]> {
  const scope = billScopeOf(query);
  const { group, parameters } = billGroupOf(query.by);
  const sql = `
with measured as (
  select billing_currency, ${group} as group_value, ${billMeasuresSql}
  from bill_lines
  where ${scope.where} and ${scope.which}
  group by billing_currency, group_value
),
placed as (
  select *, count(*) over () as group_count,
    row_number() over (
      partition by billing_currency
      order by ${rankedSum(query.rank)} desc, line_count desc, group_value asc nulls last
    ) as place
  from measured
)
select billing_currency, group_value, place, group_count, ${billTotalsSql}
from placed
where place <= $limit
group by billing_currency, group_value, place, group_count
order by billing_currency, place`;
  const rows = await ask(sql, {
    ...scope.parameters,
    ...parameters,
    limit: { type: "integer", integer: query.limit },
  });
  const [first] = rows;
  return {
    rows: rows.map((row) => ({ group: textOrNull(row, "group_value"), ...billCostsFrom(row) })),
    left_out: first === undefined ? 0 : integer(first, "group_count") - rows.length,
    lines_seen_elsewhere: await linesSeenElsewhere(scope, ask),
  };
}
