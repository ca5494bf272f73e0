import type { Ask, SqlParameters } from "../ask.ts";
import { DAY_MS } from "../rollups/day-plan.ts";
import { CALL_SPAN_MS } from "../rollups/surroundings.ts";
import { integer, truth } from "../sql-values.ts";

/** Calls of an outcome lie from 30 days before it to one day behind it. */
export const REACH_MS = { before: 30 * DAY_MS, after: DAY_MS } as const;

/** Sources that saw one call wrote it down within days of each other. */
const SEEN_ELSEWHERE_MS = 11 * DAY_MS;

/**
 * What of the settled outcomes (`settled-sql.ts`) may have changed since: a day that is not built may hold calls that
 * they find, or attempts of calls that are theirs.
 */
export type Doubt = Readonly<{
  /** Condition of the outcomes in doubt, over `occurred_at`; undefined where there is none. */
  outcomes: string | undefined;
  /** Condition of the attempts whose calls are in doubt, over `started_at`. */
  attempts: string | undefined;
  parameters: SqlParameters;
}>;

/** How far what happened on a day reaches beyond it, to either side. */
export const marginMs = (isAnySeenElsewhere: boolean): number =>
  isAnySeenElsewhere ? SEEN_ELSEWHERE_MS : CALL_SPAN_MS;

/** What the days that are not built now put in doubt, over all time. */
export async function doubtOf(ask: Ask): Promise<Doubt> {
  const [found] = await ask(
    "select exists (select 1 from supersessions) as is_any_seen_elsewhere",
    {},
  );
  if (found === undefined) throw new TypeError("a question about existence answered no row");
  const margin = marginMs(truth(found, "is_any_seen_elsewhere"));
  const days = await ask(
    "select epoch_ms(ledger_day) as day_ms from rollup_days where not is_built order by ledger_day",
    {},
  );
  const dayMs = days.map((row) => integer(row, "day_ms"));
  let parameters: SqlParameters = {};
  const condition = (column: string, before: number, after: number): string | undefined => {
    const stretches = merged(
      dayMs.map((ms) => ({ fromMs: ms - before, toMs: ms + DAY_MS + after })),
    );
    if (stretches.length === 0) return undefined;
    return `(${stretches
      .map(({ fromMs, toMs }, index) => {
        const name = `doubt_${column}_${index}`;
        parameters = {
          ...parameters,
          [`${name}_from`]: { type: "timestamp", ms: fromMs },
          [`${name}_to`]: { type: "timestamp", ms: toMs },
        };
        return `${column} >= $${name}_from and ${column} < $${name}_to`;
      })
      .join(" or ")})`;
  };
  const outcomes = condition("occurred_at", REACH_MS.after + margin, REACH_MS.before + margin);
  const attempts = condition("started_at", margin, margin);
  return { outcomes, attempts, parameters };
}

type Stretch = Readonly<{ fromMs: number; toMs: number }>;

/** Stretches in their order, those that touch put together. */
function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const apart: Stretch[] = [];
  for (const stretch of stretches) {
    const last = apart.at(-1);
    if (last !== undefined && stretch.fromMs <= last.toMs)
      apart[apart.length - 1] = { ...last, toMs: stretch.toMs };
    else apart.push(stretch);
  }
  return apart;
}
