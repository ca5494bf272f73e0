/** A day (UTC) that has rows, and whether the rollups have its sums as they are now. */
export type LedgerDay = Readonly<{ dayMs: number; isBuilt: boolean }>;

/** A stretch of time, `[fromMs, toMs)`, and where it is read from. */
export type Stretch = Readonly<{ from: "rollups" | "rows"; fromMs: number; toMs: number }>;

export const DAY_MS = 86_400_000;

/** More stretches than this make a question longer to plan than to answer. */
const MOST_STRETCHES = 9;

export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/**
 * Splits a range into whole days whose sums are built, and the rest, which is read from the rows: ragged
 * edges, and days that changed since. Days without a row are in no stretch, unless they lie within one.
 *
 * @param days those of the range, in their order
 */
export function planDays(
  { fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>,
  days: readonly LedgerDay[],
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { dayMs, isBuilt } of days) {
    const end = dayMs + DAY_MS;
    if (end <= fromMs || dayMs >= toMs) continue;
    const isWhole = dayMs >= fromMs && end <= toMs;
    const next: Stretch = {
      from: isBuilt && isWhole ? "rollups" : "rows",
      fromMs: Math.max(dayMs, fromMs),
      toMs: Math.min(end, toMs),
    };
    const last = stretches.at(-1);
    if (last?.from === next.from) stretches[stretches.length - 1] = { ...last, toMs: next.toMs };
    else stretches.push(next);
  }
  return stretches.length > MOST_STRETCHES ? withoutIslands(stretches) : stretches;
}

/** All between the first and the last stretch of rows is read from rows as well. */
function withoutIslands(stretches: readonly Stretch[]): readonly Stretch[] {
  const first = stretches.findIndex(({ from }) => from === "rows");
  const last = stretches.findLastIndex(({ from }) => from === "rows");
  const [begin, end] = [stretches[first], stretches[last]];
  if (begin === undefined || end === undefined) return stretches;
  return [
    ...stretches.slice(0, first),
    { from: "rows", fromMs: begin.fromMs, toMs: end.toMs },
    ...stretches.slice(last + 1),
  ];
}
