import type { SqlParameters } from "./ask.ts";
import { CALL_SPAN_MS, rangeOf } from "./scope.ts";

/**
 * A call is counted once, at the attempt that describes it: the final one, or, when the process died
 * before there was one, the last that the ledger holds. Counted so, calls of parts add up to the whole,
 * and no query has to tell millions of ids apart.
 *
 * `unfinished` holds the describing attempt of each call that has no final one. It leans on two facts:
 * a call's final attempt is its last, so only rows that are not final or not first are looked at (each
 * of the two scans has a condition that skips all others unread); and a call's attempts lie within a
 * day of each other, since a call's time limit is minutes.
 */
export const unfinishedCallsSql = `unfinished as (
  select call_id, max(attempt) as attempt
  from (${attemptsOfRetriedCalls("call_id, attempt, final", "attempts")}) as retried
  group by call_id
  having count(case when final then 1 end) = 0
)`;

/** Every attempt that is not the only one of a finished call. */
export function attemptsOfRetriedCalls(columns: string, attempts: string): string {
  return `
    select ${columns} from ${attempts}
    where not final and started_at >= $near_from and started_at < $near_to
    union all
    select ${columns} from ${attempts}
    where attempt > 0 and final and started_at >= $near_from and started_at < $near_to`;
}

/** Condition of the attempts that describe an unfinished call. */
export const describesUnfinishedCall =
  "not final and (call_id, attempt) in (select call_id, attempt from unfinished)";

/** The wider range in which attempts of the range's calls lie. */
export function nearbyParameters(query: Readonly<{ from: string; to: string }>): SqlParameters {
  const { fromMs, toMs } = rangeOf(query);
  return {
    near_from: { type: "timestamp", ms: fromMs - CALL_SPAN_MS },
    near_to: { type: "timestamp", ms: toMs + CALL_SPAN_MS },
  };
}
