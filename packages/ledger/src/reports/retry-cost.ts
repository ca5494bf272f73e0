import type { Picodollars } from "@headgate/money";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { scopeOf } from "./scope.ts";
import { integer, picodollarsSum } from "./sql-values.ts";
import { unfailedSql } from "./unfailed-sql.ts";

/**
 * Effective cost of attempts whose answer no client got: they failed, or another attempt took their place.
 * What is unpriced is counted and in no cost.
 */
export type RetryCost = Readonly<{
  cost: Picodollars;
  attempts: number;
  unpricedAttempts: number;
}>;

/** What was spent on attempts that failed or were retried? */
export async function retryCost(query: Reports["totals"]["query"], ask: Ask): Promise<RetryCost> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const [row] = await ask(
    `select count(*) as wasted_attempts, cast(sum(effective_cost) as varchar) as cost_text,
      count(case when confidence = 'unknown' then 1 end) as unpriced_attempts_count
    from ${attempts}
    where ${where} and (not final or outcome not in ${unfailedSql})`,
    parameters,
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return {
    cost: picodollarsSum(row, "cost_text"),
    attempts: integer(row, "wasted_attempts"),
    unpricedAttempts: integer(row, "unpriced_attempts_count"),
  };
}
