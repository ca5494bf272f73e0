import { groupBy } from "../statistics/group-by.ts";
import { median, robustLine } from "../statistics/robust.ts";

/** One learned point: the logarithm of what was spent, on a day (counted from 1970), in a slot of the week. */
export type LearnedPoint = Readonly<{ day: number; slot: number; log: number }>;

/** Days that the seasons are learned from: eight weeks. */
export const SEASON_DAYS = 56;
/** Days that the level and its trend are learned from: four weeks. */
const LEVEL_DAYS = 28;
/** A trend of fewer days would be noise: the level is then flat. */
const TREND_DAYS = 14;
const WEEK_DAYS = 7;

/**
 * What is usual, in logarithms: a level with a trend, and a factor for each slot of the week (7 days or 168
 * hours). Weeks are levelled by their mean, all else is medians: the factor is the slot's median above its week's level, the level and its
 * trend are Theil's and Sen's line through the days without their factors.
 *
 * @param points at most {@link SEASON_DAYS} days, in order of time; spans that were anomalous left out
 * @param levelFrom the first day of the present level
 * @returns the expected logarithm for a day and slot; null for a slot that was never seen
 */
export function seasonalBaseline(
  points: readonly LearnedPoint[],
  levelFrom: number,
): (day: number, slot: number) => number | null {
  const logsByDay = groupBy(points, ({ day }) => day);
  const days = [...logsByDay.keys()];
  const dayMeans = new Map(
    days.map((day) => [day, mean((logsByDay.get(day) ?? []).map(({ log }) => log))]),
  );
  const weekLevels = new Map(
    days.map((day, index) => {
      const first = Math.max(0, Math.min(index - 3, days.length - WEEK_DAYS));
      const week = days.slice(first, first + WEEK_DAYS);
      return [day, mean(week.map((of) => dayMeans.get(of) as number))];
    }),
  );
  const seasons = new Map(
    [...groupBy(points, ({ slot }) => slot)].map(([slot, ofSlot]) => [
      slot,
      median(ofSlot.map(({ day, log }) => log - (weekLevels.get(day) as number))),
    ]),
  );
  const withoutSeason = days
    .filter((day) => day >= levelFrom)
    .slice(-LEVEL_DAYS)
    .map((day) => ({
      at: day,
      value: median(
        (logsByDay.get(day) ?? []).map(({ slot, log }) => log - (seasons.get(slot) as number)),
      ),
    }));
  if (withoutSeason.length === 0) return () => null;
  const { intercept, slope } =
    withoutSeason.length < TREND_DAYS
      ? { slope: 0, intercept: median(withoutSeason.map(({ value }) => value)) }
      : robustLine(withoutSeason);
  return (day, slot) => {
    const season = seasons.get(slot);
    return season === undefined ? null : intercept + slope * day + season;
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
