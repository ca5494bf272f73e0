import type { Picodollars } from "@headgate/money";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { partsOf } from "./rollups/parts.ts";
import { retriedSql } from "./rollups/retried.ts";
import { stretchWhere } from "./rollups/stretches.ts";
import { filterOf, rangeOf } from "./scope.ts";
import { integer, picodollarsSum } from "./sql-values.ts";

/** Calls of which every attempt in the range is priced, and what they cost. */
export type PricedCalls = Readonly<{ calls: number; cost: Picodollars }>;

/** What did the calls cost whose cost is fully known, and how many are they? */
export async function pricedCalls(
  query: Reports["totals"]["query"],
  ask: Ask,
): Promise<PricedCalls> {
  const range = rangeOf(query);
  const parts = await partsOf(
    query,
    { keys: [], measures: ["priced_single_calls", "priced_single_cost_sum"], unfinished: false },
    ask,
  );
  const retried = retriedSql(range, parts.surroundings);
  const filters = filterOf(query);
  const inRange = stretchWhere(range, "range");
  const [row] = await ask(
    `with ${parts.ctes},
    retried as (${retried.sql}),
    retried_priced as (
      select call_id, sum(effective_cost) as call_cost
      from retried
      where ${[inRange.where, "not superseded", ...filters.conditions].join(" and ")}
      group by call_id
      having count(case when confidence = 'unknown' then 1 end) = 0
    ),
    priced as (
      select part_priced_single_calls as calls, part_priced_single_cost_sum as cost from parts
      union all
      select count(*), sum(call_cost) from retried_priced
    )
    select sum(calls) as priced_calls, cast(sum(cost) as varchar) as cost_text from priced`,
    { ...parts.parameters, ...retried.parameters, ...inRange.parameters },
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return { calls: integer(row, "priced_calls"), cost: picodollarsSum(row, "cost_text") };
}
