import {
  type BudgetConfig,
  beginOfDay,
  type CalendarWindow,
  durationMs,
  shownTime,
} from "@headgate/contract";

/** When counting begins anew; times in milliseconds. */
export type BudgetWindow =
  | CalendarWindow
  | Readonly<{ rolling: number }>
  | Readonly<{ every: number; from: string }>;

/** The window of the configuration, read. */
export function readWindow(window: BudgetConfig["window"]): BudgetWindow | undefined {
  if (typeof window !== "object") return window;
  return "rolling" in window
    ? { rolling: durationMs(window.rolling) }
    : { every: durationMs(window.every), from: window.from };
}

/** A stretch of time, milliseconds since the epoch: `startMs` belongs to it, `endMs` does not. */
export type Span = Readonly<{ startMs: number; endMs: number }>;

/**
 * Where an amount of a moment is kept, and which slots count with it: those from `oldest` to `newest`.
 * A window that is not rolling is one slot, named by its start.
 */
export type Slots = Readonly<{ at: number; oldest: number; newest: number }>;

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday; weeks begin on Mondays. */
const DAYS_FROM_MONDAY = 3;

/** A rolling window forgets by slots of a sixtieth of it, each when the whole of it is out. */
const SLOTS_OF_A_ROLLING_WINDOW = 60;

/** The slots of a measure that has no window: what is under way now. */
export const NOW: Slots = { at: 0, oldest: 0, newest: 0 };

/** The slots that count at a moment. */
export function slotsAt(window: BudgetWindow, atMs: number, timeZone: string): Slots {
  if (typeof window === "object" && "rolling" in window) {
    const width = slotWidth(window.rolling);
    return {
      at: Math.floor(atMs / width) * width,
      oldest: Math.floor((atMs - window.rolling) / width) * width,
      // A clock that was set back must not make what was spent since then free again.
      newest: Number.MAX_SAFE_INTEGER,
    };
  }
  const { startMs } = spanAt(window, atMs, timeZone);
  return { at: startMs, oldest: startMs, newest: startMs };
}

/** When what is kept in a slot counts no longer. */
export function slotEnds(window: BudgetWindow, slot: number, timeZone: string): number {
  if (typeof window === "object" && "rolling" in window) {
    return slot + slotWidth(window.rolling) + window.rolling;
  }
  return spanAt(window, slot, timeZone).endMs;
}

/** The slot of a rolling window in milliseconds, at least one. */
export const slotWidth = (windowMs: number): number =>
  Math.max(1, Math.ceil(windowMs / SLOTS_OF_A_ROLLING_WINDOW));

/** The window that a moment lies in; of a rolling one, that which ends at the moment. */
export function spanAt(window: BudgetWindow, atMs: number, timeZone: string): Span {
  if (typeof window === "string") return calendarSpan(window, atMs, timeZone);
  if ("rolling" in window) return { startMs: atMs - window.rolling, endMs: atMs };
  const from = Date.parse(window.from);
  const startMs = from + Math.floor((atMs - from) / window.every) * window.every;
  return { startMs, endMs: startMs + window.every };
}

/**
 * An hour is UTC's, so that none is missing or comes twice when clocks change; days, weeks and months
 * begin at the first moment of their first day in the zone, and are an hour shorter or longer then.
 */
function calendarSpan(window: CalendarWindow, atMs: number, timeZone: string): Span {
  if (window === "hour") {
    const startMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
    return { startMs, endMs: startMs + HOUR_MS };
  }
  const day = Math.floor(shownTime(atMs, timeZone) / DAY_MS);
  const { first, next } = daysOf(window, day);
  return {
    startMs: beginOfDay(first * DAY_MS, timeZone),
    endMs: beginOfDay(next * DAY_MS, timeZone),
  };
}

/** The first day of the window, and of the next one, as days since the epoch. */
function daysOf(
  window: Exclude<CalendarWindow, "hour">,
  day: number,
): Readonly<{ first: number; next: number }> {
  switch (window) {
    case "day":
      return { first: day, next: day + 1 };
    case "week": {
      const first = day - ((((day + DAYS_FROM_MONDAY) % 7) + 7) % 7);
      return { first, next: first + 7 };
    }
    case "month": {
      const shown = new Date(day * DAY_MS);
      const [year, month] = [shown.getUTCFullYear(), shown.getUTCMonth()];
      return { first: Date.UTC(year, month) / DAY_MS, next: Date.UTC(year, month + 1) / DAY_MS };
    }
    default:
      return window satisfies never;
  }
}
