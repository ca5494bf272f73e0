/**
 * Milliseconds by a clock that never jumps and that all processes of a machine share; it begins anew when the machine
 * does. How long something may last is told by it; what day it is, is not.
 *
 * `process.hrtime` is `uv_hrtime`, which reads CLOCK_MONOTONIC on Linux, whose beginning is one for the machine
 * (https://docs.libuv.org/en/v1.x/misc.html#c.uv_hrtime, https://man7.org/linux/man-pages/man2/clock_gettime.2.html).
 */
export const steadyMs = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/** The two clocks at one moment. */
export type Moment = Readonly<{
  /** Milliseconds since the epoch, as the machine's time is set. */
  nowMs: number;
  /** As {@link steadyMs} gives it. */
  steadyMs: number;
}>;

/**
 * A lease that began so many milliseconds later than the clock stands is of another clock: of before the machine's last
 * start, or of a server's clock that was set back. One that began a little later is not: who looks for such leases may have
 * read its clock before another process held them, and then waited for its turn.
 */
export const AHEAD_MS = 60_000;
