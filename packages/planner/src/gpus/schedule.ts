import { type IdleWeek, idleWeek, isIdleHour, type WeekWindow } from "./idle-windows.ts";
import type { MachineLoad } from "./machine-load.ts";
import { HOURS_PER_WEEK } from "./monthly.ts";

const SECONDS_PER_HOUR = 3600;

/** Off at fixed times of the week. Shares are of the machine's hours. */
export type Schedule = Readonly<{
  windows: readonly WeekWindow[];
  weeks: number;
  wakesPerWeek: number;
  /** Hours off in a week, less those in which it starts again and is paid for already. */
  hoursOff: number;
  savedShare: Readonly<{ low: number; estimate: number; high: number }>;
}>;

/**
 * A schedule of the times that were idle in every week. A time that was idle in k of k weeks is idle again with a
 * chance of (k+1)/(k+2) (Laplace's rule of succession, a uniform prior); the low figure takes the chance that nine of
 * ten such histories do not fall below, 0.1^(1/(k+1)) (the same posterior's tenth percentile). A window that is not idle is
 * taken to save nothing.
 */
export function scheduleOf(
  load: MachineLoad,
  { timeZone, wakeUpSeconds }: Readonly<{ timeZone: string; wakeUpSeconds: number }>,
): Schedule | null {
  const week = idleWeek(load, timeZone);
  return week === null ? null : scheduleFrom(week, wakeUpSeconds);
}

function scheduleFrom({ windows, weeks }: IdleWeek, wakeUpSeconds: number): Schedule | null {
  const wake = wakeUpSeconds / SECONDS_PER_HOUR;
  const kept = windows.filter(({ from, to }) => to - from > wake);
  const wakes = kept.filter(({ from, to }) => to - from < HOURS_PER_WEEK).length;
  const hoursOff = kept.reduce((sum, { from, to }) => sum + (to - from), 0) - wakes * wake;
  if (kept.length === 0 || hoursOff <= 0) return null;
  const most = hoursOff / HOURS_PER_WEEK;
  return {
    windows: kept,
    weeks,
    wakesPerWeek: wakes,
    hoursOff,
    savedShare: {
      low: most * 0.1 ** (1 / (weeks + 1)),
      estimate: (most * (weeks + 1)) / (weeks + 2),
      high: most,
    },
  };
}

/** Off whenever nothing is asked, and started by the next call. */
export type ScaleToZero = Readonly<{
  wakesPerWeek: number;
  savedShare: Readonly<{ low: number; estimate: number; high: number }>;
  /** Whole weeks that the range comes from. */
  weeks: number;
}>;

/** How long a machine stays after its last call: shorter would start it several times in an hour. */
const LINGER_HOURS = 0.25;

/**
 * What starting with the next call would have saved in each week of the history, hour by hour: a run of idle hours is
 * saved but for the time that it lingers and starts. Hours that were not measured are taken to be busy.
 */
export function scaleToZeroOf(load: MachineLoad, wakeUpSeconds: number): ScaleToZero | null {
  const lost = LINGER_HOURS + wakeUpSeconds / SECONDS_PER_HOUR;
  const weeks = Math.floor(load.activity.length / HOURS_PER_WEEK);
  if (weeks < 2) return null;
  const shares: number[] = [];
  let wakes = 0;
  for (let week = 0; week < weeks; week += 1) {
    let saved = 0;
    let idle = 0;
    for (let hour = 0; hour <= HOURS_PER_WEEK; hour += 1) {
      const index = week * HOURS_PER_WEEK + hour;
      if (hour < HOURS_PER_WEEK && isIdleHour(load, index) === true) {
        idle += 1;
        continue;
      }
      if (idle > lost) {
        saved += idle - lost;
        wakes += 1;
      }
      idle = 0;
    }
    shares.push(saved / HOURS_PER_WEEK);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / weeks;
  if (mean <= 0) return null;
  return {
    weeks,
    wakesPerWeek: wakes / weeks,
    savedShare: { low: Math.min(...shares), estimate: mean, high: Math.max(...shares) },
  };
}

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** `Fri 20:00 to Mon 07:00`, a window a text. */
export const windowText = ({ from, to }: WeekWindow): string =>
  to - from >= HOURS_PER_WEEK ? "always" : `${weekHourText(from)} to ${weekHourText(to)}`;

const weekHourText = (hour: number): string =>
  `${days[Math.floor(hour / 24) % 7]} ${String(hour % 24).padStart(2, "0")}:00`;
