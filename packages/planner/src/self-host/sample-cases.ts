import { seededRandom } from "../statistics/seeded-random.ts";
import { errorFactorAt, type MeasuredError } from "./measured-errors.ts";
import { compareMonths, type Situation } from "./situation.ts";

/** What comes of the cases that were looked at; money in microdollars a month. */
export type Cases = Readonly<{
  count: number;
  /** Cases in which the limits are not met: they are in the chance and in no sum of self-hosting. */
  unmet: number;
  selfHost: Spread;
  api: Spread;
  chanceSelfHostIsCheaper: number;
  /** What each choice costs on average beyond the better one; undefined where no case meets the limits. */
  regret: Readonly<{ selfHost: number; api: number }> | undefined;
}>;

/** P10, P50 and P90. */
export type Spread = Readonly<{ low: number; middle: number; high: number }>;

/** Demand is one of what is drawn, or is set: then fewer cases show the rest as well. */
const CASES = { drawn: 400, set: 100 };
const SEED = 20_261_129;
/** Of the normal distribution: 10 % lie beyond. */
export const TENTH = 1.2816;

/**
 * Both ways in cases drawn at random, always the same ones: throughput is off as it was off on servers that were measured,
 * demand as weeks differ from each other (logarithms are normal with `demandSpread`).
 *
 * @param demand `spread` draws it; a number sets it so many spreads above the middle
 */
export function sampleCases(
  situation: Situation,
  about: Readonly<{ error: MeasuredError; demandSpread: number; demand: "spread" | number }>,
): Cases {
  const random = seededRandom(SEED);
  const count = about.demand === "spread" ? CASES.drawn : CASES.set;
  const cases = Array.from({ length: count }, (_, index) => {
    // Stratified: as many cases in each part of the errors.
    const level = (index + random()) / count;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const above = about.demand === "spread" ? normal : about.demand;
    return compareMonths(situation, {
      throughput: errorFactorAt(about.error, level),
      volume: Math.exp(above * about.demandSpread),
    });
  });
  const met = cases.flatMap(({ api, selfHost }) =>
    selfHost === undefined ? [] : [{ api, selfHost: selfHost.total }],
  );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    count,
    unmet: count - met.length,
    selfHost: spreadOf(met.map(({ selfHost }) => selfHost)),
    api: spreadOf(cases.map(({ api }) => api)),
    chanceSelfHostIsCheaper: met.filter(({ api, selfHost }) => selfHost < api).length / count,
    regret:
      met.length === 0
        ? undefined
        : {
            selfHost: mean(met.map(({ api, selfHost }) => Math.max(0, selfHost - api))),
            api: mean(met.map(({ api, selfHost }) => Math.max(0, api - selfHost))),
          },
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  return { low: at(0.1), middle: at(0.5), high: at(0.9) };
}

/** How far the weeks of a trace are apart, as the deviation of their logarithms; undefined of fewer than four whole weeks. */
export function spreadOfWeeks(perHour: Float64Array): number | undefined {
  const weeks = Math.floor(perHour.length / 168);
  if (weeks < 4) return undefined;
  const logarithms = Array.from({ length: weeks }, (_, week) =>
    Math.log(
      Math.max(
        1,
        perHour.slice(week * 168, week * 168 + 168).reduce((sum, calls) => sum + calls, 0),
      ),
    ),
  );
  const mean = logarithms.reduce((sum, value) => sum + value, 0) / weeks;
  return Math.sqrt(logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (weeks - 1));
}
