import type { Budget } from "./budget.ts";
import { NOW, type Slots, type Span, slotsAt, spanAt } from "./window.ts";

/** Finds a budget's slots call after call: a calendar is only asked when its window is over. */
export function slotClock({ window, config }: Budget): (nowMs: number) => Slots {
  if (window === undefined) return () => NOW;
  const { time_zone: timeZone } = config;
  if (typeof window === "object" && "rolling" in window) {
    return (nowMs) => slotsAt(window, nowMs, timeZone);
  }
  let span: Span | undefined;
  return (nowMs) => {
    if (span === undefined || nowMs < span.startMs || nowMs >= span.endMs) {
      span = spanAt(window, nowMs, timeZone);
    }
    return { at: span.startMs, oldest: span.startMs, newest: span.startMs };
  };
}
