import { promptPartNames } from "@headgate/contract";
import type { SqlParameters } from "../ask.ts";
import { tokensOfPart } from "../prompt-parts-sql.ts";
import { columnsOfDimensions } from "./rollups.ts";
import { everyRowSql, stretchesOf, stretchWhere } from "./stretches.ts";
import { nearbyDays, type Surroundings } from "./surroundings.ts";

/** What is kept of an attempt that is not the only one of a finished call. */
export const retriedColumns: readonly string[] = [
  ...new Set([
    "call_id",
    "attempt",
    "final",
    "started_at",
    "duration_ms",
    "time_to_first_token_ms",
    "status",
    "cache_status",
    "usage_origin",
    "stream",
    "input_tokens",
    "output_tokens",
    "effective_cost",
    "confidence",
    "superseded",
    "simulated",
    "account_id",
    "tags",
    "savings",
    "changes",
    ...promptPartNames.map(tokensOfPart),
    ...columnsOfDimensions,
  ]),
];

/**
 * `retried`: every attempt that is not the only one of a finished call, about a range, counted or not, and
 * whether its call may have ended elsewhere than on its day (`is_open`).
 *
 * It leans on two facts: a call's final attempt is its last, so only rows that are not final or not first
 * are looked at (each of the two scans has a condition that skips all others unread); and a call's attempts
 * lie within a day of each other, since a call's time limit is minutes.
 */
export function retriedSql(
  range: Readonly<{ fromMs: number; toMs: number }>,
  surroundings: Surroundings,
): Readonly<{ sql: string; parameters: SqlParameters }> {
  let parameters: SqlParameters = {};
  const parts = stretchesOf(nearbyDays(range), surroundings, true).map((stretch, index) => {
    const { where, parameters: own } = stretchWhere(stretch, `near_${index}`);
    parameters = { ...parameters, ...own };
    return stretch.from === "rollups"
      ? `select ${retriedColumns.join(", ")}, is_open from rollup_retried where ${where}`
      : retriedRowsSql(where, surroundings.reratings, "true");
  });
  return { sql: parts.join("\nunion all\n"), parameters };
}

/** The same out of rows alone. */
export const retriedRowsSql = (where: string, reratings: number, isOpen: string): string =>
  ["not final", "attempt > 0 and final"]
    .map(
      (condition) => `select ${retriedColumns.join(", ")}, ${isOpen} as is_open
        from ${everyRowSql(`${where} and ${condition}`, where, reratings)}`,
    )
    .join("\nunion all\n");

/**
 * `unfinished`: the describing attempt of each call that has no final one, out of `retried`.
 *
 * A call is counted once, at the attempt that describes it: the final one, or, when the process died
 * before there was one, the last that the ledger holds. Counted so, calls of parts add up to the whole,
 * and no query has to tell millions of ids apart.
 */
export const unfinishedSql = `select call_id, max(attempt) as attempt
  from retried
  where is_open
  group by call_id
  having count(case when final then 1 end) = 0`;

/** Condition of the attempts that describe an unfinished call. */
export const describesUnfinishedCall =
  "not final and (call_id, attempt) in (select call_id, attempt from unfinished)";
