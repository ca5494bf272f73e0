/** Share of futures that an interval is meant to hold. */
export const INTERVAL_COVERAGE = 0.8;

/**
 * Student's t at 0.9 for 1, 2, … 10 degrees of freedom; for more, that of 11, which is a little too wide.
 * https://hugoquene.github.io/QMS-EN/app-criticaltvalues.html (read 2026-11-28)
 */
const T_AT_90 = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372] as const;
const T_AT_90_BEYOND = 1.363;

/**
 * The factor by which a sum may be off to either side, from past errors (logarithms) of which so many are
 * independent: few of them make it wider.
 */
export function intervalFactor(logErrors: readonly number[], independent: number): number {
  const squares = logErrors.reduce((sum, error) => sum + error * error, 0);
  const quantile = T_AT_90[independent - 1] ?? T_AT_90_BEYOND;
  return Math.exp(quantile * Math.sqrt(squares / logErrors.length));
}

/**
 * How often an interval would have held: each error against the interval out of the errors before it that were
 * known by then. Null while there is none to try.
 */
export function pastCoverage(logErrors: readonly number[], horizonDays: number): number | null {
  let tried = 0;
  let held = 0;
  for (const [index, error] of logErrors.entries()) {
    const known = logErrors.slice(0, Math.max(0, index - horizonDays + 1));
    const independent = Math.floor((known.length + horizonDays - 1) / horizonDays);
    if (independent < 2) continue;
    tried += 1;
    if (Math.abs(error) <= Math.log(intervalFactor(known, independent))) held += 1;
  }
  return tried === 0 ? null : held / tried;
}
