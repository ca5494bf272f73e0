/** A stretch of time, without its end. */
export type Period = Readonly<{ fromMs: number; toMs: number }>;

export type PeriodTerms = Readonly<{
  nowMs: number;
  /** All before it was pulled; undefined before the first pull. */
  finishedUntilMs: number | undefined;
  /** What a provider sums over: a day, an hour. Only what is over is asked for. */
  grainMs: number;
  lookBackMs: number;
  /** How far back the first pull begins. */
  firstMs: number;
  /** The longest that is asked for and taken in at once. */
  longestMs: number;
}>;

/**
 * What a pull asks for, in the order of time: from a look-back before what was pulled last, to the last whole grain.
 * In pieces, so that a pull that is cut off goes on behind the last one that is in; empty when nothing is over yet.
 */
export function planPeriods(terms: PeriodTerms): readonly Period[] {
  const { nowMs, finishedUntilMs, grainMs, lookBackMs, firstMs, longestMs } = terms;
  const whole = (ms: number): number => Math.floor(ms / grainMs) * grainMs;
  const endMs = whole(nowMs);
  // A clock that was ahead once must not leave a hole now.
  const doneMs = finishedUntilMs === undefined ? undefined : Math.min(finishedUntilMs, endMs);
  const startMs = Math.max(0, whole(doneMs === undefined ? endMs - firstMs : doneMs - lookBackMs));
  const stepMs = Math.max(grainMs, whole(longestMs));
  const periods: Period[] = [];
  for (let fromMs = startMs; fromMs < endMs; fromMs += stepMs) {
    periods.push({ fromMs, toMs: Math.min(endMs, fromMs + stepMs) });
  }
  return periods;
}
