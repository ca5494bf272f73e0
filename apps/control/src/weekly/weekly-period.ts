import { beginOfDay, type ReportConfig, shownTime, wallTime, weekdays } from "@headgate/contract";

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

/**
 * A week that a report is about, `[fromMs, toMs)`, where the week before it begins, when it is due, and the day (in its
 * zone) that names it.
 */
export type WeeklyPeriod = Readonly<{
  beforeFromMs: number;
  fromMs: number;
  toMs: number;
  dueMs: number;
  day: string;
}>;

/**
 * The latest week whose report is due at a moment, and those before it, latest first. A week ends with the
 * beginning of the report's day, in its time zone: where clocks change it is an hour shorter or longer.
 */
export function duePeriods(
  { day, time, time_zone }: Pick<ReportConfig, "day" | "time" | "time_zone">,
  nowMs: number,
  howMany: number,
): readonly WeeklyPeriod[] {
  const shownToday = Math.floor(shownTime(nowMs, time_zone) / DAY_MS);
  // Day 0 of the epoch was a Thursday.
  const weekday = (shownToday + weekdays.indexOf("thursday")) % WEEK_DAYS;
  const sinceDay = (weekday - weekdays.indexOf(day) + WEEK_DAYS) % WEEK_DAYS;
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const periodOf = (weeksBack: number): WeeklyPeriod => {
    const shownDay = (shownToday - sinceDay - weeksBack * WEEK_DAYS) * DAY_MS;
    const toMs = beginOfDay(shownDay, time_zone);
    const dueMs = wallTime(shownDay + (hours * 60 + minutes) * 60_000, time_zone);
    return {
      beforeFromMs: beginOfDay(shownDay - 2 * WEEK_DAYS * DAY_MS, time_zone),
      fromMs: beginOfDay(shownDay - WEEK_DAYS * DAY_MS, time_zone),
      toMs,
      // A time that clocks skip would be read as an hour before it, in the week itself.
      dueMs: Math.max(dueMs, toMs),
      day: new Date(shownDay).toISOString().slice(0, 10),
    };
  };
  const latest = periodOf(0).dueMs <= nowMs ? 0 : 1;
  return Array.from({ length: howMany }, (_, index) => periodOf(latest + index));
}
