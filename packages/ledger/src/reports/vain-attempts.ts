import { type AttemptOutcome, attemptOutcomes } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { scopeOf } from "./scope.ts";
import { integer, picodollarsSum } from "./sql-values.ts";
import { unfailedSql } from "./unfailed-sql.ts";

/** Attempts of one end whose answer no client got, or not whole. What is unpriced is counted and in no cost. */
export type VainAttempts = Readonly<{
  outcome: AttemptOutcome;
  /** HTTP status of the provider's answer; null where none came. */
  status: number | null;
  cost: Picodollars;
  attempts: number;
  unpricedAttempts: number;
}>;

/**
 * What was spent on attempts that failed, or whose place another one took (as in `retry-cost`), and on those whose client hung
 * up, by how they ended? The dearest first.
 */
export async function vainAttempts(
  query: Reports["totals"]["query"],
  ask: Ask,
): Promise<readonly VainAttempts[]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const rows = await ask(
    `select outcome, coalesce(status, 0) as status_or_none, count(*) as vain_attempts,
      cast(sum(effective_cost) as varchar) as cost_text,
      count(case when confidence = 'unknown' then 1 end) as unpriced_attempts_count
    from ${attempts}
    where ${where} and (not final or outcome not in ${unfailedSql} or outcome = 'client_closed')
    group by outcome, coalesce(status, 0)
    order by vain_attempts desc, outcome, status_or_none`,
    parameters,
  );
  return rows
    .map((row): VainAttempts => {
      const outcome = attemptOutcomes.find((one) => one === row.outcome);
      if (outcome === undefined) throw new TypeError(`no attempt ends as ${String(row.outcome)}`);
      const status = integer(row, "status_or_none");
      return {
        outcome,
        status: status === 0 ? null : status,
        cost: picodollarsSum(row, "cost_text"),
        attempts: integer(row, "vain_attempts"),
        unpricedAttempts: integer(row, "unpriced_attempts_count"),
      };
    })
    .sort((a, b) => (a.cost > b.cost ? -1 : a.cost < b.cost ? 1 : 0));
}
