/** How calls came: in bursts, as jobs send them, or all along, as people do. */
export type Rhythm = Readonly<{
  /** Runs of calls that are large enough to tell a job. */
  bursts: number;
  /** Calls in them. */
  calls: number;
  /** True where nearly all calls are in bursts, and bursts take little of the time. */
  bursty: boolean;
  /** True where bursts begin at like hours of different days. */
  regular: boolean;
}>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A longer pause ends a burst. */
const PAUSE_MS = 5 * MINUTE_MS;
const LEAST_CALLS = 20;
/** Of all calls at least so many are in bursts, and of the time at most so much. */
const [LEAST_IN_BURSTS, MOST_OF_TIME] = [0.9, 0.25];
/** So many days on which a burst begins within an hour of the same time. */
const LEAST_DAYS = 3;

/**
 * Looks at when calls began.
 * @param times in rising order, milliseconds since the epoch
 * @param spanMs of the whole history
 */
export function rhythmOf(times: readonly number[], spanMs: number): Rhythm {
  const begins: number[] = [];
  let [calls, takenMs, from] = [0, 0, 0];
  for (let at = 1; at <= times.length; at += 1) {
    const [before, now] = [times[at - 1], times[at]];
    if (before === undefined) break;
    if (now !== undefined && now - before <= PAUSE_MS) continue;
    const begin = times[from];
    if (begin !== undefined && at - from >= LEAST_CALLS) {
      begins.push(begin);
      calls += at - from;
      takenMs += before - begin;
    }
    from = at;
  }
  return {
    bursts: begins.length,
    calls,
    bursty:
      times.length > 0 &&
      calls >= times.length * LEAST_IN_BURSTS &&
      takenMs <= Math.max(spanMs, DAY_MS) * MOST_OF_TIME,
    regular: isRegular(begins),
  };
}

function isRegular(begins: readonly number[]): boolean {
  return begins.some((one) => {
    const days = new Set<number>();
    for (const other of begins) {
      // How far from the same time of day, over midnight too.
      const offMs = (((other - one + DAY_MS / 2) % DAY_MS) + DAY_MS) % DAY_MS;
      if (Math.abs(offMs - DAY_MS / 2) <= HOUR_MS) days.add(Math.round((other - one) / DAY_MS));
    }
    return days.size >= LEAST_DAYS;
  });
}
