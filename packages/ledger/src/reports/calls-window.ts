import type { Reports } from "../store.ts";
import { DAY_MS } from "./rollups/day-plan.ts";
import { CALL_SPAN_MS } from "./rollups/surroundings.ts";

type Query = Pick<Reports["calls"]["query"], "sort" | "order" | "limit" | "offset">;

/** How many calls a day (UTC) has. */
export type CallsOfDay = Readonly<{ dayMs: number; calls: number }>;

/** A part of a range in which a page's calls are looked for; `isWhole` when it is all of the range. */
export type Window = Readonly<{ fromMs: number; toMs: number; isWhole: boolean; order?: string }>;

/**
 * The days that a page of calls in the order of time can be found in; for any other order, the whole range.
 * A page that is found there is right when all of it {@link isWithin} the window.
 */
export function callsWindow(
  { sort, order, limit, offset }: Query,
  range: Readonly<{ fromMs: number; toMs: number }>,
  days: readonly CallsOfDay[],
): Window {
  const whole = { ...range, isWhole: true };
  if (sort !== "time") return whole;
  let counted = 0;
  for (const { dayMs, calls } of order === "desc" ? days.toReversed() : days) {
    counted += calls;
    if (counted < offset + limit) continue;
    return order === "desc"
      ? { fromMs: Math.max(range.fromMs, dayMs), toMs: range.toMs, isWhole: false, order }
      : {
          fromMs: range.fromMs,
          // A call begins up to a span before the attempt that it is counted at.
          toMs: Math.min(range.toMs, dayMs + DAY_MS + CALL_SPAN_MS),
          isWhole: false,
          order,
        };
  }
  return whole;
}

/**
 * Whether no call that is described beyond the window can stand before one that began at this moment.
 * The latest first, such a call began before the window; the earliest first, at most a span before its end.
 */
export const isWithin = (startedAtMs: number, window: Window): boolean =>
  window.isWhole ||
  (window.order === "desc"
    ? startedAtMs >= window.fromMs
    : startedAtMs < window.toMs - CALL_SPAN_MS);
