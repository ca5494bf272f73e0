import { type ForecastMethod, type ForecastMethodName, forecastMethods } from "./methods.ts";

/** Days that a method must have seen before it is tried. */
export const MINIMUM_TRAINING_DAYS = 28;

/** How a method would have done, had it been asked on earlier days of the same history. */
export type BackTest = Readonly<{
  method: ForecastMethodName;
  /** Days ahead whose sum was foretold. */
  horizonDays: number;
  /** Days on which it was asked. */
  origins: number;
  /** Horizons that fit beside each other into what was foretold: how many of the tries are independent. */
  independentOrigins: number;
  /** Mean absolute error of the sum, of 1; spans in which nothing was spent are left out. */
  meanAbsoluteError: number;
  /** Logarithms of actual over foretold sums, oldest first. */
  logErrors: readonly number[];
}>;

/**
 * Asks a method on each earlier day for the sum of the next days, with only what was known on that day, and holds
 * it against what was spent.
 * @returns null when the history does not hold two horizons after the first four weeks
 */
export function backTest(
  method: ForecastMethodName,
  history: readonly number[],
  horizonDays: number,
): BackTest | null {
  const independentOrigins = Math.floor((history.length - MINIMUM_TRAINING_DAYS) / horizonDays);
  if (independentOrigins < 2) return null;
  const forecast: ForecastMethod = forecastMethods[method];
  const errors: number[] = [];
  const logErrors: number[] = [];
  const last = history.length - horizonDays;
  for (let origin = MINIMUM_TRAINING_DAYS; origin <= last; origin += 1) {
    const foretold = total(forecast(history.slice(0, origin), horizonDays));
    const actual = total(history.slice(origin, origin + horizonDays));
    if (actual <= 0) continue;
    errors.push(Math.abs(foretold - actual) / actual);
    // Nothing foretold where something was spent is off by more than any factor; a thousandth stands for it.
    logErrors.push(Math.log(actual / Math.max(foretold, actual / 1000)));
  }
  if (errors.length === 0) return null;
  return {
    method,
    horizonDays,
    origins: errors.length,
    independentOrigins,
    meanAbsoluteError: total(errors) / errors.length,
    logErrors,
  };
}

export const total = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0);
