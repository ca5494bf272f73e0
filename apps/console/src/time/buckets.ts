import type { TimeGrain } from "@headgate/contract";
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeSpan } from "./time-span.ts";

/** Weeks begin on Monday; the epoch was a Thursday. */
const MONDAY_AFTER_EPOCH_MS = 4 * DAY_MS;

const floorTo = (ms: number, lengthMs: number, offsetMs = 0): number =>
  Math.floor((ms - offsetMs) / lengthMs) * lengthMs + offsetMs;

/** The start, in UTC, of the bucket that a moment lies in. */
export const bucketStart = (ms: number, grain: TimeGrain): number => {
  switch (grain) {
    case "minute":
      return floorTo(ms, MINUTE_MS);
    case "hour":
      return floorTo(ms, HOUR_MS);
    case "day":
      return floorTo(ms, DAY_MS);
    case "week":
      return floorTo(ms, 7 * DAY_MS, MONDAY_AFTER_EPOCH_MS);
    case "month": {
      const date = new Date(ms);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    }
    default:
      return grain satisfies never;
  }
};

/** Where the bucket that starts here ends. */
export const bucketEnd = (startMs: number, grain: TimeGrain): number => {
  switch (grain) {
    case "minute":
      return startMs + MINUTE_MS;
    case "hour":
      return startMs + HOUR_MS;
    case "day":
      return startMs + DAY_MS;
    case "week":
      return startMs + 7 * DAY_MS;
    case "month": {
      const date = new Date(startMs);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    }
    default:
      return grain satisfies never;
  }
};

/** The starts of all buckets that a span touches, in order: quiet times are drawn, not skipped. */
export const bucketStarts = (span: TimeSpan, grain: TimeGrain): readonly number[] => {
  const starts: number[] = [];
  let start = bucketStart(span.fromMs, grain);
  while (start < span.toMs) {
    starts.push(start);
    start = bucketEnd(start, grain);
  }
  return starts;
};

/** The whole days (UTC) that a span touches. */
export const wholeDaysOf = ({ fromMs, toMs }: TimeSpan): TimeSpan => ({
  fromMs: bucketStart(fromMs, "day"),
  toMs: bucketEnd(bucketStart(toMs - 1, "day"), "day"),
});
