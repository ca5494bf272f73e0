import type { Picodollars } from "@headgate/money";
import { estimatedDollars } from "../statistics/estimated-dollars.ts";
import { groupBy } from "../statistics/group-by.ts";
import { median, robustDeviation } from "../statistics/robust.ts";
import {
  assertWithoutHoles,
  DAY_MS,
  grainMs,
  type SpendPoint,
  type SpendSeries,
} from "../statistics/spend-series.ts";
import { type Measure, measured, type Signal } from "./measures.ts";
import { type LearnedPoint, SEASON_DAYS, seasonalBaseline } from "./seasonal-baseline.ts";

/** Days before the baseline is asked at all: two of each slot of the week. */
const FIRST_LEARNING_DAYS = 14;
/** Days of history before a point is judged: two weeks to learn, two weeks of errors to measure. */
export const MINIMUM_HISTORY_DAYS = 28;
/**
 * How many deviations off is anomalous, when the deviation is well known. How much is called comes in bursts; what a
 * call or a token costs is a mean over many calls, which is nearer to the normal distribution.
 */
const THRESHOLDS = {
  cost: 5,
  cost_per_call: 4,
  cost_per_token: 4,
  prompt_per_call: 4,
  uncached_share: 4,
} as const satisfies Readonly<Record<Measure | Signal, number>>;
/** A deviation out of few errors is itself uncertain: the threshold is raised by this ÷ their number. */
const THRESHOLD_FOR_FEW = 3;
/** Beside an anomalous point, this share of the threshold is enough to the same side: it is the same event. */
const BESIDE = 0.5;
/** Steadier than 3 % nothing is held to be: a change of a few percent is no anomaly. */
const LEAST_DEVIATION = 0.03;
/** An excess of less than a tenth of the median point is not worth a look, however unusual. */
const LEAST_SHARE = 0.1;
/** Of spend on all together, less than this share is not worth a look either. */
export const LEAST_SHARE_OF_ALL = 0.02;
/** Days in a row whose errors are added up: what is a little off each day is anomalous together. */
const RUN_DAYS = 7;
/** Each of them is off by at least this share of the limit. */
const IN_RUN = 0.25;
/** The baseline's own error is the same on all days of a run: this share of a day's variance. */
const BASELINE_VARIANCE = 0.15;
/** So many days, most of them mostly off to the same side and none to the other: what is usual has changed. */
const NEW_LEVEL_DAYS = 7;
const OFF_IN_NEW_LEVEL = 5;

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

export type Judging = Readonly<{
  measure?: Measure | Signal;
  /** How many series are judged beside each other: the more, the further off a point must be. */
  series?: number;
  /** Microdollars that a point must be off at least. */
  leastOff?: number;
  /** How many times as far off as normal noise the noise is at its far end: 1 unless said. */
  tail?: number;
}>;

type BaselineError = Readonly<{
  seen: Seen;
  day: number;
  slot: number;
  error: number;
  calls?: number;
}>;
type InRun = Readonly<{ seen: Seen; side: Direction; isWorth: boolean }>;
type Seen = { day: number; slot: number; point: SpendPoint; judged: JudgedPoint | null };

/** How many deviations off is anomalous of a measure, when so many series are judged beside each other. */
export const limitBeside = (measure: Measure | Signal, series: number): number =>
  Math.sqrt(THRESHOLDS[measure] ** 2 + 2 * Math.log(series));

/**
 * Holds each point against what was usual before its day. The deviation is that of the baseline's own past
 * errors, so a history that is hard to foresee is judged mildly. Anomalous points are not learned from,
 * until seven days in a row are: then they are the new level.
 *
 * Of several series the limit is √(limit² + 2 ln n) deviations: the tail of the normal distribution goes with
 * exp(−z²/2), so that n series together call as many usual points anomalous as one does.
 *
 * @returns points from the 29th day on whose cost is known
 */
export function judgePoints(series: SpendSeries, judging: Judging = {}): readonly JudgedPoint[] {
  const { measure = "cost", series: beside = 1, leastOff = 0, tail = 1 } = judging;
  const threshold = tail * limitBeside(measure, beside);
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
  /** Points in a row to the same side. */
  let run: readonly InRun[] = [];
  for (const [index, [day, today]] of days.entries()) {
    if (day - firstDay < FIRST_LEARNING_DAYS) continue;
    levelFrom = newLevelFrom(days.slice(Math.max(0, index - NEW_LEVEL_DAYS), index)) ?? levelFrom;
    const known = days
      .slice(Math.max(0, index - SEASON_DAYS), index)
      .flatMap(([, seen]) => seen)
      .filter(({ judged, day: of }) => judged?.anomalous == null || of >= levelFrom)
      .flatMap(({ day: of, slot, point }) => {
        const known = measured(point, measure);
        return known === null ? [] : [{ day: of, slot, spent: known.value }];
      });
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
    const recent = recentErrors(errors, firstDay, day).filter(
      ({ seen }) => seen.judged?.anomalous == null,
    );
    const deviationAt = deviationsOf(recent, measure);
    for (const seen of today) {
      const log = expectedLog(day, seen.slot);
      const now = measured(seen.point, measure);
      if (seen.point.cost === null || now === null || log === null) continue;
      const { value: spent, unitMicrodollars: times } = now;
      const error = logOf(spent) - log;
      const { calls } = seen.point;
      if (day - firstDay >= MINIMUM_HISTORY_DAYS && recent.length > 0) {
        const usual = Math.max(0, Math.exp(log) - typical / 100);
        const deviation = deviationAt(seen.slot, calls);
        const deviations = error / deviation;
        const errorDays = recent.length / (slots / 7);
        const side = error > 0 ? "above" : "below";
        const limit = threshold * (1 + THRESHOLD_FOR_FEW / errorDays);
        const limitTo = (direction: Direction): number =>
          limit * (before === direction ? BESIDE : 1);
        const least = Math.max(LEAST_SHARE * typical, times === 0 ? 0 : leastOff / times);
        const edge = (ratio: number): number => Math.exp(log + ratio * deviation) - typical / 100;
        const low = Math.min(edge(-limitTo("below")), usual - least);
        const high = Math.max(edge(limitTo("above")), usual + least);
        const isWorth = Math.abs(spent - usual) > least;
        const isOff: boolean = spent > high || spent < low;
        seen.judged = {
          startMs: seen.point.startMs,
          cost: seen.point.cost,
          expected: estimatedDollars(usual * times),
          low: estimatedDollars(Math.max(0, low) * times),
          high: estimatedDollars(high * times),
          deviations,
          anomalous: isOff ? side : null,
        };
        const started = run[0]?.side === side ? run.slice(1 - RUN_DAYS) : [];
        run = [...started, { seen, side, isWorth }];
        if (isOff) markBeside(run, limit * BESIDE);
        else if (series.grain === "day") markRun(run, limit);
        before = seen.judged.anomalous;
      }
      errors.push({ seen, day, slot: seen.slot, error, ...(calls !== undefined && { calls }) });
    }
  }
  return days.flatMap(([, seen]) => seen.flatMap(({ judged }) => judged ?? []));
}

/**
 * Marks the points of a run right before an anomalous one for which half of the threshold is enough. What began on a
 * Sunday began then, though a Sunday's dollars alone are not worth a look.
 */
function markBeside(run: readonly InRun[], limit: number): void {
  for (const { seen, side } of run.slice(0, -1).reverse()) {
    if (seen.judged === null || Math.abs(seen.judged.deviations) <= limit) return;
    seen.judged = { ...seen.judged, anomalous: side };
  }
}

/**
 * Marks the last days of a run as anomalous when they are so together: of k days the deviations' sum is held
 * against √(k (1 + kb) ÷ (1 + b)), where b is the part of a day's variance that is the baseline's own error, which
 * days next to each other share. Of several such runs the one that stands out most.
 */
function markRun(run: readonly InRun[], limit: number): void {
  let best: { days: number; deviations: number } | null = null;
  let total = 0;
  for (let days = 1; days <= run.length; days += 1) {
    const inRun = run.at(-days);
    const deviations = Math.abs(inRun?.seen.judged?.deviations ?? 0);
    if (inRun?.isWorth !== true || deviations < limit * IN_RUN) break;
    total += deviations;
    const spread = Math.sqrt((days * (1 + days * BASELINE_VARIANCE)) / (1 + BASELINE_VARIANCE));
    const together = total / spread;
    if (together > limit && (best === null || together > best.deviations)) {
      best = { days, deviations: together };
    }
  }
  if (best === null) return;
  for (const { seen, side } of run.slice(-best.days)) {
    if (seen.judged !== null) seen.judged = { ...seen.judged, anomalous: side };
  }
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

/**
 * Of all errors, or of those at the same time of day where these are larger: nights are noisier. Few calls are
 * noisier too: errors of a mean go with 1/√n of its calls, and the number itself is off by 1/√n by chance. For a cost
 * n is what a point has usually, or has now if that is more; where calls are not counted it does not matter.
 *
 * @returns the deviation at a slot of the week and a number of calls; worked out once for a day's points
 */
function deviationsOf(errors: readonly BaselineError[], measure: Measure | Signal) {
  const deviation = (of: readonly BaselineError[]): number =>
    robustDeviation(of.map(({ error }) => error));
  const all = errors.length === 0 ? 0 : deviation(errors);
  const atTimes = new Map(
    [...groupBy(errors, ({ slot }) => slot % 24)].map(([time, of]) => [
      time,
      of.length < FIRST_LEARNING_DAYS ? 0 : deviation(of),
    ]),
  );
  const counted = errors.flatMap(({ error, calls }) =>
    calls === undefined ? [] : [{ ofOneCall: error * Math.sqrt(calls), calls }],
  );
  const ofOneCall = counted.length === 0 ? 0 : robustDeviation(counted.map((one) => one.ofOneCall));
  const usually = counted.length === 0 ? null : median(counted.map(({ calls }) => calls));
  return (slot: number, now: number | undefined): number => {
    const least = Math.max(LEAST_DEVIATION, all, atTimes.get(slot % 24) ?? 0);
    if (now === undefined) return least;
    const isCost = measure === "cost";
    const calls = isCost && usually !== null ? Math.max(now, usually) : now;
    const root = Math.sqrt(Math.max(1, calls));
    return Math.max(least, ofOneCall / root, isCost ? 1 / root : 0);
  };
}

/** The first of these days when five of them, and it among them, were mostly off to the same side, none to the other. */
function newLevelFrom(days: readonly (readonly [number, readonly Seen[]])[]): number | null {
  if (days.length < NEW_LEVEL_DAYS) return null;
  const sides = days.map(([, seen]) => mostlyOff(seen));
  const first = sides[0] ?? null;
  if (first === null) return null;
  const isOther = sides.some((side) => side !== null && side !== first);
  if (isOther || sides.filter((side) => side === first).length < OFF_IN_NEW_LEVEL) return null;
  return days[0]?.[0] ?? null;
}

/** The side to which most of a day's points are anomalous. */
const mostlyOff = (seen: readonly Seen[]): Direction | null =>
  (["above", "below"] as const).find(
    (side) => seen.filter(({ judged }) => judged?.anomalous === side).length * 2 > seen.length,
  ) ?? null;
