import { type AlarmOn, type AlarmWindow, beginOfDay, shownTime } from "@headgate/contract";
import type { MsRange } from "./measure/measured.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long the windows are that end now. */
export const rollingHours = { "1h": 1, "24h": 24, "7d": 168 } as const;

/** The time that an alarm looks at: `fromMs` inclusive, `toMs` exclusive. */
export function alarmRange(
  { window, time_zone }: Readonly<{ window: AlarmWindow; time_zone: string }>,
  nowMs: number,
): MsRange {
  const shown = shownTime(nowMs, time_zone);
  switch (window) {
    case "1h":
    case "24h":
    case "7d":
      return { fromMs: nowMs - rollingHours[window] * HOUR_MS, toMs: nowMs };
    case "day":
      return { fromMs: beginOfDay(shown - (shown % DAY_MS), time_zone), toMs: nowMs };
    case "month": {
      const day = new Date(shown);
      const first = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1);
      return { fromMs: beginOfDay(first, time_zone), toMs: nowMs };
    }
    default:
      return window satisfies never;
  }
}

/**
 * The last periods of an alarm on a KPI, the latest first. Days and months are whole ones: of one under way
 * a KPI would be compared with a longer one before.
 */
export function kpiPeriods(
  { window, time_zone, periods }: Pick<AlarmOn<"kpi">, "window" | "time_zone" | "periods">,
  nowMs: number,
): readonly MsRange[] {
  const found: MsRange[] = [];
  let toMs =
    window === "day" || window === "month"
      ? alarmRange({ window, time_zone }, nowMs).fromMs
      : nowMs;
  while (found.length < periods) {
    // The moment before a day or month lies in the one before it.
    const atMs = window === "day" || window === "month" ? toMs - 1 : toMs;
    const { fromMs } = alarmRange({ window, time_zone }, atMs);
    found.push({ fromMs, toMs });
    toMs = fromMs;
  }
  return found;
}
