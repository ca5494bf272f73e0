import { median } from "../statistics/robust.ts";

const WEEK = 7;
/** Days that the weekday methods look back at. */
const LOOK_BACK = 28;
/** Weights of the newest day in level and trend, and how much of a trend is left a day later. */
const LEVEL_WEIGHT = 0.2;
const TREND_WEIGHT = 0.05;
const DAMPING = 0.9;

/**
 * Continues a daily series (microdollars, one a day, oldest first) by so many days.
 * Each method is simple enough to be told in a sentence; which one is used, a back-test decides.
 */
export type ForecastMethod = (history: readonly number[], days: number) => readonly number[];

/** Each day as the same weekday of the last week. */
const lastWeekAgain: ForecastMethod = (history, days) =>
  Array.from({ length: days }, (_, ahead) => history.at((ahead % WEEK) - WEEK) as number);

/** Each day as the median of its weekday in the last four weeks. */
const usualWeekday: ForecastMethod = (history, days) => {
  const recent = history.slice(-LOOK_BACK);
  const usual = Array.from({ length: WEEK }, (_, ahead) =>
    median(recent.filter((_day, index) => (recent.length - index + ahead) % WEEK === 0)),
  );
  return Array.from({ length: days }, (_, ahead) => usual[ahead % WEEK] as number);
};

/**
 * Holt's level and trend, the trend damped, times a factor for each weekday (its mean in the last eight weeks
 * over the mean of all).
 */
const dampedTrend: ForecastMethod = (history, days) => {
  const recent = history.slice(-2 * LOOK_BACK);
  const all = mean(recent);
  const factors = Array.from({ length: WEEK }, (_, ahead) => {
    const ofDay = mean(
      recent.filter((_day, index) => (recent.length - index + ahead) % WEEK === 0),
    );
    return all === 0 ? 1 : ofDay / all;
  });
  const factorOf = (ahead: number) => factors[((ahead % WEEK) + WEEK) % WEEK] as number;
  const withoutWeek = recent.map((cost, index) => {
    const factor = factorOf(index - recent.length);
    return factor <= 0 ? all : cost / factor;
  });
  let level = mean(withoutWeek.slice(0, WEEK));
  let trend = 0;
  for (const cost of withoutWeek.slice(WEEK)) {
    const next = LEVEL_WEIGHT * cost + (1 - LEVEL_WEIGHT) * (level + DAMPING * trend);
    trend = TREND_WEIGHT * (next - level) + (1 - TREND_WEIGHT) * DAMPING * trend;
    level = next;
  }
  let gained = 0;
  return Array.from({ length: days }, (_, ahead) => {
    gained += DAMPING ** (ahead + 1) * trend;
    return Math.max(0, (level + gained) * factorOf(ahead));
  });
};

/** The same as {@link usualWeekday}, growing as the last four weeks did over the four before, week by week. */
const growingWeekday: ForecastMethod = (history, days) => {
  const recent = mean(history.slice(-LOOK_BACK));
  const earlier = history.slice(-2 * LOOK_BACK, -LOOK_BACK);
  const daily =
    earlier.length < LOOK_BACK || mean(earlier) <= 0 || recent <= 0
      ? 1
      : (recent / mean(earlier)) ** (1 / LOOK_BACK);
  // The usual day is that of two weeks ago, on average.
  return usualWeekday(history, days).map((cost, ahead) => cost * daily ** (ahead + LOOK_BACK / 2));
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;

export const forecastMethods = {
  "last-week-again": lastWeekAgain,
  "usual-weekday": usualWeekday,
  "growing-weekday": growingWeekday,
  "damped-trend": dampedTrend,
} as const satisfies Record<string, ForecastMethod>;
export type ForecastMethodName = keyof typeof forecastMethods;
export const forecastMethodNames = Object.keys(forecastMethods) as ForecastMethodName[];
