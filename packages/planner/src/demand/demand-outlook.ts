import { type BackTest, backTest, MINIMUM_TRAINING_DAYS, total } from "../forecast/back-test.ts";
import { pastCoverage } from "../forecast/interval.ts";
import { forecastMethodNames, forecastMethods } from "../forecast/methods.ts";

/** How demand is expected to go on, and how far off such an expectation was in the past. */
export type DemandOutlook =
  | Readonly<{
      kind: "back_tested";
      /** How the method did on earlier days of the same history. */
      backTest: BackTest;
      /** How often an interval of 80 % would have held in the past; null while it cannot be tried. */
      coverage: number | null;
      /** Growth a day that the method expects, as a logarithm: 0.01 is about 1 % a day. */
      dailyGrowth: number;
    }>
  | Readonly<{ kind: "history_too_short"; neededDays: number; knownDays: number }>;

/** A commitment of a month or more is not foretold by less than a week. */
const LEAST_HORIZON_DAYS = 7;
const MOST_HORIZON_DAYS = 28;

/**
 * What the user's own days say of demand to come, by the method that did best when it was asked on each earlier day
 * of the same history.
 *
 * @param days demand of whole days, oldest first, without holes
 */
export function demandOutlook(days: readonly number[]): DemandOutlook {
  const horizon = Math.min(
    MOST_HORIZON_DAYS,
    Math.floor((days.length - MINIMUM_TRAINING_DAYS) / 2),
  );
  let best: BackTest | null = null;
  if (horizon >= LEAST_HORIZON_DAYS) {
    for (const name of forecastMethodNames) {
      const tested = backTest(name, days, horizon);
      if (tested === null) continue;
      if (best === null || tested.meanAbsoluteError < best.meanAbsoluteError) best = tested;
    }
  }
  if (best === null) {
    return {
      kind: "history_too_short",
      neededDays: MINIMUM_TRAINING_DAYS + 2 * LEAST_HORIZON_DAYS,
      knownDays: days.length,
    };
  }
  return {
    kind: "back_tested",
    backTest: best,
    coverage: pastCoverage(best.logErrors, best.horizonDays),
    dailyGrowth: dailyGrowth(days, best),
  };
}

/** From the middle of the last four weeks to the middle of the days that are foretold. */
function dailyGrowth(days: readonly number[], { method, horizonDays }: BackTest): number {
  const recent = days.slice(-MINIMUM_TRAINING_DAYS);
  const before = total(recent) / recent.length;
  const after = total(forecastMethods[method](days, horizonDays)) / horizonDays;
  if (before <= 0 || after <= 0) return 0;
  return Math.log(after / before) / (recent.length / 2 + horizonDays / 2);
}
