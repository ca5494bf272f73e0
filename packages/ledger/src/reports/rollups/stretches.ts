import type { SqlParameter, SqlParameters } from "../ask.ts";
import { currentAttemptsSql } from "../attempts-source.ts";
import { planDays, type Stretch } from "./day-plan.ts";
import type { Surroundings } from "./surroundings.ts";

type Range = Readonly<{ fromMs: number; toMs: number }>;

/**
 * The stretches of a range. At least one is of rows, so that what is put together of them has columns even
 * where nothing lies in the range.
 */
export function stretchesOf(
  range: Range,
  { days, areSumsOfUse }: Surroundings,
  hasRollup: boolean,
): readonly Stretch[] {
  if (!areSumsOfUse || !hasRollup) return [{ from: "rows", ...range }];
  const planned = planDays(range, days);
  return planned.length > 0 ? planned : [{ from: "rows", ...range, toMs: range.fromMs }];
}

/** The condition of a stretch, with parameters that no other stretch of the question has. */
export function stretchWhere(
  { fromMs, toMs }: Range,
  name: string,
): Readonly<{ where: string; parameters: SqlParameters }> {
  return {
    where: `started_at >= $${name}_from and started_at < $${name}_to`,
    parameters: {
      [`${name}_from`]: { type: "timestamp", ms: fromMs },
      [`${name}_to`]: { type: "timestamp", ms: toMs },
    } satisfies Record<string, SqlParameter>,
  };
}

/** The attempts of a stretch with the charges that the question asks for, those that do not count left out. */
export function rowsSql(
  where: string,
  { reratings, isSuperseded }: Pick<Surroundings, "reratings" | "isSuperseded">,
): string {
  const counted = isSuperseded ? `${where} and not superseded` : where;
  return everyRowSql(counted, where, reratings);
}

/**
 * As {@link rowsSql}, with rows that do not count.
 * @param where which attempts
 * @param revisionsWhere the time that they lie in
 */
export const everyRowSql = (where: string, revisionsWhere: string, reratings: number): string =>
  reratings === 0
    ? `(select * from attempts where ${where}) as attempts`
    : currentAttemptsSql(where, revisionsWhere, reratings === 1 ? "one" : "several");
