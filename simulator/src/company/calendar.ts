export const DAY_MS = 86_400_000;

/** `yyyy-mm-dd`, UTC */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Midnight UTC of a day `yyyy-mm-dd`. */
export const midnightMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const nextDay = (day: string): string => dayOf(midnightMs(day) + DAY_MS);

export const monthOf = (day: string): string => day.slice(0, 7);

/** The first day of the month behind the one `yyyy-mm`. */
export function nextMonth(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return dayOf(Date.UTC(year ?? Number.NaN, number ?? Number.NaN, 1));
}

/** Lines by their month, months in order. */
export function byMonth<Line extends Readonly<{ day: string }>>(
  lines: readonly Line[],
): ReadonlyMap<string, readonly Line[]> {
  const months = new Map<string, Line[]>();
  for (const line of [...lines].sort((one, other) => one.day.localeCompare(other.day))) {
    const known = months.get(monthOf(line.day));
    if (known === undefined) months.set(monthOf(line.day), [line]);
    else known.push(line);
  }
  return months;
}
