/** Share of futures that an interval is meant to hold. */
export const INTERVAL_COVERAGE = 0.8;
/** The same of the wide one. */
export const WIDE_COVERAGE = 0.95;

/**
 * Student's t at 0.9 and at 0.975 for 1, 2, … 10 degrees of freedom; for more, that of 11, which is a little too wide.
 * https://hugoquene.github.io/QMS-EN/app-criticaltvalues.html (read 2026-11-28)
 */
const QUANTILES = {
  [INTERVAL_COVERAGE]: {
    few: [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372],
    beyond: 1.363,
  },
  [WIDE_COVERAGE]: {
    few: [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
    beyond: 2.201,
  },
} as const;

/**
 * The factor by which a sum may be off to either side, from past errors (logarithms) of which so many are
 * independent: few of them make it wider.
 */
export function intervalFactor(
  logErrors: readonly number[],
  independent: number,
  coverage: keyof typeof QUANTILES = INTERVAL_COVERAGE,
): number {
  const squares = logErrors.reduce((sum, error) => sum + error * error, 0);
  const { few, beyond } = QUANTILES[coverage];
  const quantile = few[independent - 1] ?? beyond;
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
