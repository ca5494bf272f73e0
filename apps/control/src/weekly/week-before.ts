import { beginOfDay, shownTime, wallTime } from "@headgate/contract";

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

/**
 * The week that ends with a moment, or with the beginning of today, and where the week before it begins: seven days
 * each by the clocks of the zone, so an hour shorter or longer where they change.
 */
export function weekBefore(
  { toMs, timeZone }: Readonly<{ toMs: number | undefined; timeZone: string }>,
  nowMs: number,
): Readonly<{ beforeFromMs: number; fromMs: number; toMs: number }> {
  const shown = shownTime(toMs ?? nowMs, timeZone);
  const day = shown - (shown % DAY_MS);
  const dayBeginsMs = beginOfDay(day, timeZone);
  const endMs = toMs ?? dayBeginsMs;
  const earlier = (weeks: number): number =>
    endMs === dayBeginsMs
      ? beginOfDay(day - weeks * WEEK_DAYS * DAY_MS, timeZone)
      : wallTime(shown - weeks * WEEK_DAYS * DAY_MS, timeZone);
  return { beforeFromMs: earlier(2), fromMs: earlier(1), toMs: endMs };
}
