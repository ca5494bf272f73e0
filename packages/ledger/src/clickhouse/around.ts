import type { SqlParameters } from "../reports/ask.ts";

/** The time of some moments, widened, as the parameters `$from` and `$to`, both inclusive. */
export const around = (times: readonly number[], marginMs: number) =>
  ({
    from: {
      type: "timestamp",
      ms: Math.max(0, times.reduce((least, time) => Math.min(least, time)) - marginMs),
    },
    to: { type: "timestamp", ms: times.reduce((most, time) => Math.max(most, time)) + marginMs },
  }) satisfies SqlParameters;
