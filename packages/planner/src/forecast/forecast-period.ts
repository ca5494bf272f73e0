import { counted } from "@headgate/contract";
import { type Picodollars, picodollars, sum, ZERO } from "@headgate/money";
import { estimatedDollars, toMicrodollars } from "../statistics/estimated-dollars.ts";
import { assertWithoutHoles, DAY_MS, type SpendPoint } from "../statistics/spend-series.ts";
import { type BackTest, backTest, MINIMUM_TRAINING_DAYS, total } from "./back-test.ts";
import { INTERVAL_COVERAGE, intervalFactor, pastCoverage, WIDE_COVERAGE } from "./interval.ts";
import { type ForecastMethodName, forecastMethodNames, forecastMethods } from "./methods.ts";

export const forecastPeriods = ["month", "quarter"] as const;
export type ForecastPeriod = (typeof forecastPeriods)[number];

/** A calendar month or quarter of UTC that is under way. */
export type Period = Readonly<{ startMs: number; endMs: number }>;

export type Interval = Readonly<{ low: Picodollars; high: Picodollars; coverage: number }>;

export type Forecast = Period &
  Readonly<{
    period: ForecastPeriod;
    /** Spent on whole days of the period so far that are known, exactly. */
    spent: Picodollars;
    /** Whole days of the period up to the one under way that are not known yet: they are foretold as those to come. */
    unknownDays: number;
    /** Days of the period still to come, the one under way among them. */
    daysLeft: number;
  }> &
  (
    | Readonly<{
        kind: "forecast";
        method: ForecastMethodName;
        /** `spent` and what is expected of the days left, and of those that are not known yet: an estimate. */
        expected: Picodollars;
        /** Null while the back-test does not reach as far ahead as the days left. */
        interval: Interval | null;
        /** The same with more of the futures in it. */
        wideInterval: Interval | null;
        /** How the method did on earlier days of the same history; null when there are too few. */
        backTest: (Omit<BackTest, "logErrors"> & Readonly<{ coverage: number | null }>) | null;
        /** Why there is no interval or no back-test; null when both are there. */
        reason: string | null;
      }>
    | Readonly<{ kind: "history-too-short"; neededDays: number; knownDays: number }>
  );

/** The month or quarter of UTC that an instant lies in. */
export function periodAt(period: ForecastPeriod, nowMs: number): Period {
  const now = new Date(nowMs);
  const months = period === "month" ? 1 : 3;
  const first = Math.floor(now.getUTCMonth() / months) * months;
  return {
    startMs: Date.UTC(now.getUTCFullYear(), first, 1),
    endMs: Date.UTC(now.getUTCFullYear(), first + months, 1),
  };
}

/**
 * What a period will have cost at its end. The method is the one that did best when asked on earlier days of the
 * same history for as many days ahead as are left, and not known yet; with too little history for that, for as many as can be
 * tried, and then without an interval.
 *
 * @param days whole days of UTC up to the day under way, which is not among them; the last ones may not be known yet,
 *   as of a source that is behind; before them a day whose cost is not known cuts off what is before it
 * @param spentToday what the day under way has cost so far, where that is known. It was expected to cost something;
 *   what it has cost beyond that comes on top, for the period will not have cost less than it has by now.
 */
export function forecastPeriod(
  period: ForecastPeriod,
  days: readonly SpendPoint[],
  nowMs: number,
  spentToday?: Picodollars,
): Forecast {
  assertWithoutHoles({ grain: "day", points: days });
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const last = days.at(-1);
  if (last !== undefined && last.startMs !== todayMs - DAY_MS) {
    throw new RangeError("a history ends with the last whole day");
  }
  const { startMs, endMs } = periodAt(period, nowMs);
  const daysLeft = (endMs - todayMs) / DAY_MS;
  const come = days.slice(0, days.findLastIndex(({ cost }) => cost !== null) + 1);
  const known: Readonly<{ startMs: number; cost: Picodollars }>[] = [];
  for (const day of come.toReversed()) {
    if (day.cost === null) break;
    known.unshift({ startMs: day.startMs, cost: day.cost });
  }
  const inPeriod = come.filter((day) => day.startMs >= startMs);
  const notCome = days.slice(come.length);
  const unknownDays = notCome.filter((day) => day.startMs >= startMs).length;
  const spent = sum(inPeriod.flatMap(({ cost }) => (cost === null ? [] : [cost])));
  const about = { period, startMs, endMs, spent, unknownDays, daysLeft };
  if (known.length < MINIMUM_TRAINING_DAYS || inPeriod.some(({ cost }) => cost === null)) {
    return {
      ...about,
      kind: "history-too-short",
      neededDays: Math.max(MINIMUM_TRAINING_DAYS, inPeriod.length),
      knownDays: known.length,
    };
  }
  const history = known.map(({ cost }) => toMicrodollars(cost));
  const daysAhead = notCome.length + daysLeft;
  const horizon = Math.min(daysAhead, Math.floor((history.length - MINIMUM_TRAINING_DAYS) / 2));
  const best = horizon < 1 ? null : bestMethod(history, horizon);
  const method = best?.method ?? "usual-weekday";
  // Of days not known yet, those before the period are none of its own.
  const foretold = forecastMethods[method](history, daysAhead).slice(-(unknownDays + daysLeft));
  const ahead = total(foretold);
  const beyond = beyondExpected(foretold.at(-daysLeft), spentToday);
  const expected = picodollars(spent + estimatedDollars(ahead) + beyond);
  const tested =
    best === null
      ? null
      : {
          method: best.method,
          horizonDays: best.horizonDays,
          origins: best.origins,
          independentOrigins: best.independentOrigins,
          meanAbsoluteError: best.meanAbsoluteError,
          coverage: pastCoverage(best.logErrors, best.horizonDays),
        };
  if (best === null || horizon < daysAhead) {
    return {
      ...about,
      kind: "forecast",
      method,
      expected,
      interval: null,
      wideInterval: null,
      backTest: tested,
      reason: `${counted(MINIMUM_TRAINING_DAYS + 2 * daysAhead, "day")} of history are needed to know how far off a forecast of ${counted(daysAhead, "day")} may be; there ${history.length === 1 ? "is" : "are"} ${history.length}`,
    };
  }
  const around = (coverage: typeof INTERVAL_COVERAGE | typeof WIDE_COVERAGE): Interval => {
    const factor = intervalFactor(best.logErrors, coverage);
    const low = picodollars(spent + estimatedDollars(ahead / factor) + beyond);
    const byNow = spentToday === undefined ? spent : picodollars(spent + spentToday);
    return {
      low: low < byNow ? byNow : low,
      high: picodollars(spent + estimatedDollars(ahead * factor) + beyond),
      coverage,
    };
  };
  return {
    ...about,
    kind: "forecast",
    method,
    expected,
    interval: around(INTERVAL_COVERAGE),
    wideInterval: around(WIDE_COVERAGE),
    backTest: tested,
    reason: null,
  };
}

/** What today has cost beyond what was expected of the whole of it. */
function beyondExpected(
  today: number | undefined,
  spentToday: Picodollars | undefined,
): Picodollars {
  if (spentToday === undefined || today === undefined) return ZERO;
  const beyond = spentToday - estimatedDollars(today);
  return beyond > 0n ? picodollars(beyond) : ZERO;
}

/** The method of the least error; of equal ones the simpler, which comes first. */
function bestMethod(history: readonly number[], horizonDays: number): BackTest | null {
  let best: BackTest | null = null;
  for (const name of forecastMethodNames) {
    const tested = backTest(name, history, horizonDays);
    if (tested === null) continue;
    if (best === null || tested.meanAbsoluteError < best.meanAbsoluteError) best = tested;
  }
  return best;
}
