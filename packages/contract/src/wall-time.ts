const DAY_MS = 86_400_000;

/** Whether the runtime knows a time zone by this name, e.g. `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The moment at which clocks in the zone show what UTC's would show at `shownMs`. */
export function wallTime(shownMs: number, timeZone: string): number {
  const first = shownMs - offsetMs(shownMs, timeZone);
  // Once more: the offset may be another one on the other side of a change of clocks.
  return shownMs - offsetMs(first, timeZone);
}

/**
 * The first moment at which the zone shows the day: not always midnight, which a change of clocks can skip.
 * @param midnightMs the day's midnight, as UTC's clocks would show it
 */
export function beginOfDay(midnightMs: number, timeZone: string): number {
  const guess = wallTime(midnightMs, timeZone);
  const reached = (atMs: number): boolean => shownTime(atMs, timeZone) >= midnightMs;
  if (reached(guess) && !reached(guess - 1_000)) return guess;
  let before = guess - DAY_MS;
  let after = guess + DAY_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (reached(middle)) after = middle;
    else before = middle;
  }
  return after;
}

/** What clocks in the zone show at a moment, as the moment at which UTC's show the same, in whole seconds. */
export function shownTime(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
}

/** What the zone's clocks are ahead of UTC at a moment. */
const offsetMs = (atMs: number, timeZone: string): number =>
  shownTime(atMs, timeZone) - Math.floor(atMs / 1_000) * 1_000;
