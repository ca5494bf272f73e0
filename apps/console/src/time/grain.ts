import type { TimeGrain } from "@headgate/contract";
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeSpan } from "./time-span.ts";

/** A chart never gets more points than this along its time axis. */
export const MAX_POINTS = 400;

/** Fewer bars than this are read one by one and no longer need a finer grain. */
const grainsFromFine: readonly Readonly<{ grain: TimeGrain; lengthMs: number }>[] = [
  { grain: "minute", lengthMs: MINUTE_MS },
  { grain: "hour", lengthMs: HOUR_MS },
  { grain: "day", lengthMs: DAY_MS },
  { grain: "week", lengthMs: 7 * DAY_MS },
];

/** The finest grain that keeps a span within {@link MAX_POINTS}; months when even weeks do not. */
export const grainFor = ({ fromMs, toMs }: TimeSpan): TimeGrain => {
  // One more than the length divides into: a span that starts inside a bucket touches both ends.
  const fitting = grainsFromFine.find(
    ({ lengthMs }) => Math.ceil((toMs - fromMs) / lengthMs) + 1 <= MAX_POINTS,
  );
  return fitting === undefined ? "month" : fitting.grain;
};
