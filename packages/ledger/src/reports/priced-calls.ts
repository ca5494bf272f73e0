import type { Picodollars } from "@headgate/money";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { scopeOf } from "./scope.ts";
import { integer, picodollarsSum } from "./sql-values.ts";

/** Calls of which every attempt in the range is priced, and what they cost. */
export type PricedCalls = Readonly<{ calls: number; cost: Picodollars }>;

/** What did the calls cost whose cost is fully known, and how many are they? */
export async function pricedCalls(
  query: Reports["totals"]["query"],
  ask: Ask,
): Promise<PricedCalls> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const [row] = await ask(
    `select count(*) as priced_calls, cast(sum(call_cost) as varchar) as cost_text
    from (
      select call_id, sum(effective_cost) as call_cost
      from ${attempts}
      where ${where}
      group by call_id
      having count(case when confidence = 'unknown' then 1 end) = 0
    ) as priced`,
    parameters,
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return { calls: integer(row, "priced_calls"), cost: picodollarsSum(row, "cost_text") };
}
