import type { ChargeBasis } from "@headgate/contract";
import type { Ask, SqlParameters } from "../ask.ts";
import { DAY_MS, type LedgerDay } from "../rollups/day-plan.ts";
import { retriedColumns } from "../rollups/retried.ts";
import { rowsSql, stretchesOf, stretchWhere } from "../rollups/stretches.ts";
import { nearbyDays, type Surroundings, surroundingsOf } from "../rollups/surroundings.ts";
import type { AttemptsSource } from "../scope.ts";
import { marginMs, REACH_MS } from "./doubt.ts";

/**
 * What is kept of outcomes' calls beside the rows, by the day of the call:
 *
 * - `rollup_outcome_calls`: which calls of a day each key of an outcome finds. Which key counts, and what a call is
 *   divided by, hangs on other days, too, and is worked out when a question is asked.
 * - `rollup_outcome_attempts`: those calls' attempts, where they are the only one of a finished call. Others are in
 *   `rollup_retried`.
 * - `rollup_outcomes`: the outcomes whose calls of all built days are kept (unless `is_wide`: they find too many).
 *
 * Which key counts and how calls are shared is kept, too, where it is settled: `settled-sql.ts`.
 */
export const outcomeAttemptColumns: readonly string[] = ["row_id", ...retriedColumns];

type Range = Readonly<{ fromMs: number; toMs: number }>;

/** The conditions of the stretches of whole days that are kept, and of those that are read from the rows. */
export function keptStretches(
  name: string,
  range: Range,
  surroundings: Surroundings,
): Readonly<{ kept: readonly string[]; rows: readonly string[]; parameters: SqlParameters }> {
  let parameters: SqlParameters = {};
  const kept: string[] = [];
  const rows: string[] = [];
  stretchesOf(range, surroundings, true).forEach((stretch, index) => {
    const { where, parameters: own } = stretchWhere(stretch, `${name}_at_${index}`);
    parameters = { ...parameters, ...own };
    (stretch.from === "rollups" ? kept : rows).push(where);
  });
  return { kept, rows, parameters };
}

/** Calls that are kept of the outcomes in `events`, by the key that finds them. */
export const keptCallsSql = (stretches: readonly string[]): string => `
  select event_number, joined_by, call_id
  from (
    select event_number, outcome_id from events
    where event_number not in (select event_number from fresh_events)
  ) as known
  join (
    ${stretches.map((where) => `select * from rollup_outcome_calls where ${where}`).join(" union all ")}
  ) as found on found.outcome_id = known.outcome_id`;

/**
 * Attempts of the calls of outcomes in a range.
 *
 * @param fresh when the outcomes occurred whose calls are not kept: attempts of the days that they reach are not all
 *   kept, either
 */
export async function attemptsOfCalls(
  range: Range & Readonly<{ charges?: ChargeBasis | undefined }>,
  fresh: Range | undefined,
  ask: Ask,
): Promise<AttemptsSource> {
  const surroundings = await surroundingsOf({ charges: range.charges }, range, ask);
  const near = nearbyDays(range);
  const margin = marginMs(surroundings.isSuperseded);
  const isLacking = ({ dayMs }: LedgerDay): boolean =>
    fresh !== undefined &&
    dayMs > fresh.fromMs - REACH_MS.before - margin - DAY_MS &&
    dayMs < fresh.toMs + REACH_MS.after + margin;
  const { kept, rows, parameters } = keptStretches("work", near, {
    ...surroundings,
    days: surroundings.days.map((day) => ({ ...day, isBuilt: day.isBuilt && !isLacking(day) })),
  });
  const columns = retriedColumns.join(", ");
  const parts = [
    ...rows.map((where) => `select ${columns} from ${rowsSql(where, surroundings)}`),
    ...kept.flatMap((where) => [
      `select ${columns} from rollup_outcome_attempts where ${where}`,
      `select ${columns} from rollup_retried where ${where} and not superseded`,
    ]),
  ];
  return { attempts: `(${parts.join("\n union all\n")}) as attempts`, parameters };
}
