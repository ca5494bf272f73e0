/**
 * Where the interval is tightest for its length, in sessions of the smaller arm. Fixed before any data is seen: a tuning
 * that follows the data would break the promise.
 */
const TIGHTEST_AT = 500;
const TIGHTEST_LEVEL = 0.05;
const RHO_SQUARED =
  (-2 * Math.log(TIGHTEST_LEVEL) + Math.log(-2 * Math.log(TIGHTEST_LEVEL)) + 1) / TIGHTEST_AT;

/**
 * Half the length of an always-valid interval, in standard errors of its estimate: with probability 1 − alpha (in the
 * limit of many sessions) the truth is in the intervals of all moments at once, so that one may look at any time and stop
 * for any reason. About 3 where a look at one moment alone would take 1.96.
 *
 * The normal mixture boundary of asymptotic confidence sequences: I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy,
 * A. Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences"; abstract at
 * https://arxiv.org/html/2103.06476v9, the formula as the authors' `std_conjmix_margin` has it,
 * https://rdrr.io/github/WannabeSmith/sequential.causal/src/R/asymptotic_confseq.R, both read on 2026-11-29.
 *
 * @param size how much is known, in sessions: of two arms, their product over their sum
 */
export function radiusInErrors(size: number, alpha: number): number {
  const spread = size * RHO_SQUARED;
  return Math.sqrt(((2 * (spread + 1)) / spread) * Math.log(Math.sqrt(spread + 1) / alpha));
}
