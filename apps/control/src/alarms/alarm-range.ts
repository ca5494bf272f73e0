import { type AlarmConfig, shownTime, wallTime } from "@headgate/contract";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long the windows are that end now. */
export const rollingHours = { "1h": 1, "24h": 24, "7d": 168 } as const;

/** The time that an alarm looks at: `fromMs` inclusive, `toMs` exclusive. */
export function alarmRange(
  { window, time_zone }: Pick<AlarmConfig, "window" | "time_zone">,
  nowMs: number,
): Readonly<{ fromMs: number; toMs: number }> {
  const shown = shownTime(nowMs, time_zone);
  switch (window) {
    case "1h":
    case "24h":
    case "7d":
      return { fromMs: nowMs - rollingHours[window] * HOUR_MS, toMs: nowMs };
    case "day":
      return { fromMs: wallTime(shown - (shown % DAY_MS), time_zone), toMs: nowMs };
    case "month": {
      const day = new Date(shown);
      const first = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1);
      return { fromMs: wallTime(first, time_zone), toMs: nowMs };
    }
    default:
      return window satisfies never;
  }
}
