/** A span of time, milliseconds since the epoch: `fromMs` inclusive, `toMs` exclusive. */
export type TimeSpan = Readonly<{ fromMs: number; toMs: number }>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The span of the same length that ends where this one begins. */
export const spanBefore = ({ fromMs, toMs }: TimeSpan): TimeSpan => ({
  fromMs: fromMs - (toMs - fromMs),
  toMs: fromMs,
});
