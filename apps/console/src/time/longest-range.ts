import { DAY_MS, type TimeSpan } from "./time-span.ts";

/** The longest range that reports take. */
const LONGEST_MS = 366 * DAY_MS;

/** A span, or the last year of it. */
export const withinLongestRange = ({
  fromMs,
  toMs,
}: TimeSpan): TimeSpan & Readonly<{ isPart: boolean }> => {
  const first = Math.max(fromMs, toMs - LONGEST_MS);
  return { fromMs: first, toMs, isPart: first > fromMs };
};
