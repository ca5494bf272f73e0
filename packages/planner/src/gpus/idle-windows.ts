import type { MachineLoad } from "./machine-load.ts";
import { HOURS_PER_WEEK } from "./monthly.ts";

const HOUR_MS = 3_600_000;

/** An hour in which a machine did no more than this is idle: health checks and the like keep it from zero. */
export const IDLE_ACTIVITY = 0.02;
/** Weeks of which an hour must have been seen before a schedule rests on it. */
const LEAST_WEEKS = 2;
/** Shorter windows are not worth their wake-ups. */
const LEAST_WINDOW_HOURS = 2;

/** A time of the week, of a time zone: hours from Monday 00:00 on, `to` exclusive; past 168 it reaches into the next week. */
export type WeekWindow = Readonly<{ from: number; to: number }>;

export type IdleWeek = Readonly<{
  windows: readonly WeekWindow[];
  /** The fewest weeks of which any hour of the windows was seen. */
  weeks: number;
}>;

/** Where an hour lies in the week of a time zone: 0 is Monday 00:00. */
export function weekHourOf(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  return (ms) => {
    const parts = format.formatToParts(ms);
    const part = (type: "weekday" | "hour"): string =>
      parts.find((known) => known.type === type)?.value ?? "";
    return days.indexOf(part("weekday")) * 24 + Number(part("hour"));
  };
}

/** An endpoint that counts its calls is idle without one; else what its devices did says so. */
export function isIdleHour(load: MachineLoad, index: number): boolean | null {
  const calls = load.invocations?.[index];
  if (calls !== undefined && !Number.isNaN(calls)) return calls === 0;
  const activity = load.activity[index];
  return activity === undefined || Number.isNaN(activity) ? null : activity <= IDLE_ACTIVITY;
}

/** Times of the week at which a machine was idle in every week that was seen. */
export function idleWeek(load: MachineLoad, timeZone: string): IdleWeek | null {
  const place = weekHourOf(timeZone);
  const seen = new Float64Array(HOURS_PER_WEEK);
  const busy = new Float64Array(HOURS_PER_WEEK);
  for (let index = 0; index < load.activity.length; index += 1) {
    const idle = isIdleHour(load, index);
    if (idle === null) continue;
    const startMs = load.fromMs + index * HOUR_MS;
    const slot = place(startMs);
    seen[slot] = (seen[slot] as number) + 1;
    if (idle) continue;
    // Where clocks differ by half an hour, an hour of UTC lies in two of theirs, and may be busy in either.
    for (const busyIn of new Set([slot, place(startMs + HOUR_MS - 1)]))
      busy[busyIn] = (busy[busyIn] as number) + 1;
  }
  const isOff = (slot: number): boolean =>
    (seen[slot % HOURS_PER_WEEK] as number) >= LEAST_WEEKS && busy[slot % HOURS_PER_WEEK] === 0;
  const windows = runsOf(isOff);
  if (windows.length === 0) return null;
  let weeks = Number.POSITIVE_INFINITY;
  for (const { from, to } of windows) {
    for (let slot = from; slot < to; slot += 1)
      weeks = Math.min(weeks, seen[slot % HOURS_PER_WEEK] as number);
  }
  return { windows, weeks };
}

/** Runs of the week, one that goes over its end as one. */
function runsOf(isOff: (slot: number) => boolean): readonly WeekWindow[] {
  const firstOn = Array.from({ length: HOURS_PER_WEEK }, (_, slot) => slot).find(
    (slot) => !isOff(slot),
  );
  if (firstOn === undefined) return [{ from: 0, to: HOURS_PER_WEEK }];
  const windows: WeekWindow[] = [];
  let from: number | undefined;
  for (let slot = firstOn; slot <= firstOn + HOURS_PER_WEEK; slot += 1) {
    if (isOff(slot) && slot < firstOn + HOURS_PER_WEEK) {
      from ??= slot;
      continue;
    }
    if (from !== undefined && slot - from >= LEAST_WINDOW_HOURS)
      windows.push(
        from >= HOURS_PER_WEEK
          ? { from: from - HOURS_PER_WEEK, to: slot - HOURS_PER_WEEK }
          : { from, to: slot },
      );
    from = undefined;
  }
  return windows.sort((one, other) => one.from - other.from);
}
