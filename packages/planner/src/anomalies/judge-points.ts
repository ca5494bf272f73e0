import type { Picodollars } from "@headgate/money";
import { estimatedDollars, toMicrodollars } from "../statistics/estimated-dollars.ts";
import { groupBy } from "../statistics/group-by.ts";
import { median, robustDeviation } from "../statistics/robust.ts";
import {
  assertWithoutHoles,
  DAY_MS,
  grainMs,
  type SpendPoint,
  type SpendSeries,
} from "../statistics/spend-series.ts";
import { type LearnedPoint, SEASON_DAYS, seasonalBaseline } from "./seasonal-baseline.ts";

/** Days before the baseline is asked at all: two of each slot of the week. */
const FIRST_LEARNING_DAYS = 14;
/** Days of history before a point is judged: two weeks to learn, two weeks of errors to measure. */
export const MINIMUM_HISTORY_DAYS = 28;
/** How many deviations off is anomalous, when the deviation is well known. */
const THRESHOLD = 5;
/** A deviation out of few errors is itself uncertain: the threshold is raised by this ÷ their number. */
const THRESHOLD_FOR_FEW = 3;
/** Beside an anomalous point, this share of the threshold is enough to the same side: it is the same event. */
const BESIDE = 0.5;
/** Steadier than 3 % nothing is held to be: a change of a few percent is no anomaly. */
const LEAST_DEVIATION = 0.03;
/** An excess of less than a tenth of the median point is not worth a look, however unusual. */
const LEAST_SHARE = 0.1;
/** Days in a row that are mostly off to the same side: what is usual has changed. */
const NEW_LEVEL_DAYS = 7;

export type Direction = "above" | "below";
export type JudgedPoint = Readonly<{
  startMs: number;
  cost: Picodollars;
  /** An estimate: what is usual for that time. */
  expected: Picodollars;
  /** Within these the point would not be anomalous. */
  low: Picodollars;
  high: Picodollars;
  /** How many robust deviations the point is off, upwards positive. */
  deviations: number;
  anomalous: Direction | null;
}>;

type BaselineError = Readonly<{ day: number; slot: number; error: number }>;
type Seen = { day: number; slot: number; point: SpendPoint; judged: JudgedPoint | null };

/**
 * Holds each point against what was usual before its day. The deviation is that of the baseline's own past
 * errors, so a history that is hard to foresee is judged mildly. Anomalous points are not learned from,
 * until seven days in a row are: then they are the new level.
 *
 * @returns points from the 29th day on whose cost is known
 */
export function judgePoints(series: SpendSeries): readonly JudgedPoint[] {
  assertWithoutHoles(series);
  const step = grainMs(series.grain);
  const slots = (7 * DAY_MS) / step;
  const days = [
    ...groupBy(
      series.points.map((point): Seen => {
        const place = Math.round(point.startMs / step);
        return {
          day: Math.floor(point.startMs / DAY_MS),
          slot: place % slots,
          point,
          judged: null,
        };
      }),
      ({ day }) => day,
    ),
  ];
  const firstDay = days[0]?.[0];
  if (firstDay === undefined) return [];
  const errors: BaselineError[] = [];
  let levelFrom = firstDay;
  let before: Direction | null = null;
  for (const [index, [day, today]] of days.entries()) {
    if (day - firstDay < FIRST_LEARNING_DAYS) continue;
    levelFrom = newLevelFrom(days.slice(Math.max(0, index - NEW_LEVEL_DAYS), index)) ?? levelFrom;
    const known = days
      .slice(Math.max(0, index - SEASON_DAYS), index)
      .flatMap(([, seen]) => seen)
      .filter(({ judged, day: of }) => judged?.anomalous == null || of >= levelFrom)
      .flatMap(({ day: of, slot, point: { cost } }) =>
        cost === null ? [] : [{ day: of, slot, spent: toMicrodollars(cost) }],
      );
    const spends = known.map(({ spent }) => spent).filter((spent) => spent > 0);
    if (spends.length === 0) continue;
    const typical = median(spends);
    // A hundredth of a usual point is added to each, so that nothing spent has a logarithm too.
    const logOf = (spent: number) => Math.log(Math.max(0, spent) + typical / 100);
    const learned: LearnedPoint[] = known.map(({ day: of, slot, spent }) => ({
      day: of,
      slot,
      log: logOf(spent),
    }));
    const expectedLog = seasonalBaseline(learned, levelFrom);
    const recent = recentErrors(errors, firstDay, day);
    for (const seen of today) {
      const log = expectedLog(day, seen.slot);
      if (seen.point.cost === null || log === null) continue;
      const spent = toMicrodollars(seen.point.cost);
      const error = logOf(spent) - log;
      if (day - firstDay >= MINIMUM_HISTORY_DAYS && recent.length > 0) {
        const usual = Math.max(0, Math.exp(log) - typical / 100);
        const deviation = deviationAt(recent, seen.slot);
        const errorDays = recent.length / (slots / 7);
        const side = error > 0 ? "above" : "below";
        const limitTo = (direction: Direction): number =>
          THRESHOLD * (1 + THRESHOLD_FOR_FEW / errorDays) * (before === direction ? BESIDE : 1);
        const leastOff = LEAST_SHARE * typical;
        const edge = (ratio: number): number =>
          Math.max(0, Math.exp(log + ratio * deviation) - typical / 100);
        const low = Math.min(edge(-limitTo("below")), usual - leastOff);
        const high = Math.max(edge(limitTo("above")), usual + leastOff);
        const isOff: boolean = spent > high || spent < low;
        seen.judged = {
          startMs: seen.point.startMs,
          cost: seen.point.cost,
          expected: estimatedDollars(usual),
          low: estimatedDollars(Math.max(0, low)),
          high: estimatedDollars(high),
          deviations: error / deviation,
          anomalous: isOff ? side : null,
        };
        before = seen.judged.anomalous;
      }
      if (seen.judged?.anomalous == null) errors.push({ day, slot: seen.slot, error });
    }
  }
  return days.flatMap(([, seen]) => seen.flatMap(({ judged }) => judged ?? []));
}

/**
 * Errors of the last eight weeks; those of the first weeks, when little was learned, only while there are not
 * four weeks of later ones.
 */
function recentErrors(errors: readonly BaselineError[], firstDay: number, today: number) {
  const learntFrom = firstDay + MINIMUM_HISTORY_DAYS;
  const from = today - learntFrom < MINIMUM_HISTORY_DAYS ? firstDay : learntFrom;
  return errors.filter(({ day }) => day >= Math.max(from, today - SEASON_DAYS));
}

/** Of all errors, or of those at the same time of day where these are larger: nights are noisier. */
function deviationAt(errors: readonly BaselineError[], slot: number): number {
  const atThatTime = errors.filter(({ slot: of }) => of % 24 === slot % 24);
  const all = robustDeviation(errors.map(({ error }) => error));
  const ofTime =
    atThatTime.length < FIRST_LEARNING_DAYS
      ? 0
      : robustDeviation(atThatTime.map(({ error }) => error));
  return Math.max(LEAST_DEVIATION, all, ofTime);
}

/** The first of these days when all of them were mostly off to the same side. */
function newLevelFrom(days: readonly (readonly [number, readonly Seen[]])[]): number | null {
  if (days.length < NEW_LEVEL_DAYS) return null;
  for (const side of ["above", "below"] as const) {
    const isOff = days.every(
      ([, seen]) =>
        seen.filter(({ judged }) => judged?.anomalous === side).length * 2 > seen.length,
    );
    if (isOff) return days[0]?.[0] ?? null;
  }
  return null;
}
