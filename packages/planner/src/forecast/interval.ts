/** Share of futures that an interval is meant to hold. */
export const INTERVAL_COVERAGE = 0.8;
/** The same of the wide one. */
export const WIDE_COVERAGE = 0.95;

/** Errors that count: the last thirteen weeks', so that a change of level is forgotten a quarter later. */
const RECENT_ERRORS = 91;

/**
 * The factor by which a sum may be off to either side, from the method's own past errors (logarithms, oldest first) at
 * this horizon: the split conformal quantile, the ⌈(n + 1) × coverage⌉th smallest of n absolute errors, or the largest
 * where that is more than n. No shape of the errors is assumed. They overlap, so that of two shares that are meant to
 * be held the true ones are near, not guaranteed.
 */
export function intervalFactor(
  logErrors: readonly number[],
  coverage: typeof INTERVAL_COVERAGE | typeof WIDE_COVERAGE = INTERVAL_COVERAGE,
): number {
  const sizes = Float64Array.from(logErrors.slice(-RECENT_ERRORS), Math.abs).sort();
  const place = Math.min(sizes.length, Math.ceil((sizes.length + 1) * coverage));
  const size = sizes[place - 1];
  if (size === undefined) throw new RangeError("without past errors there is no interval");
  return Math.exp(size);
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
    if (Math.abs(error) <= Math.log(intervalFactor(known))) held += 1;
  }
  return tried === 0 ? null : held / tried;
}
