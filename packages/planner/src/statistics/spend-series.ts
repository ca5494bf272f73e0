import type { Picodollars } from "@headgate/money";

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export const seriesGrains = ["hour", "day"] as const;
export type SeriesGrain = (typeof seriesGrains)[number];

/** What was spent from `startMs` on; null where it is not known, which is not the same as nothing spent. */
export type SpendPoint = Readonly<{
  startMs: number;
  cost: Picodollars | null;
  /** How many calls the cost is of; absent where that is not known. */
  calls?: number;
  /** How many tokens, of prompts and answers; absent where that is not known. */
  tokens?: number;
  /** How many of them were of prompts, and how many of those came out of the provider's cache. */
  promptTokens?: number;
  cachedTokens?: number;
}>;

/** Spend by hour or day of UTC, without holes: one point follows the other. */
export type SpendSeries = Readonly<{ grain: SeriesGrain; points: readonly SpendPoint[] }>;

export const grainMs = (grain: SeriesGrain): number => (grain === "hour" ? HOUR_MS : DAY_MS);

/** @throws RangeError when a point does not start where the one before it ends, on a whole hour or day */
export function assertWithoutHoles({ grain, points }: SpendSeries): void {
  const step = grainMs(grain);
  for (const [index, { startMs }] of points.entries()) {
    const before = points[index - 1];
    if (startMs % step !== 0 || (before !== undefined && startMs !== before.startMs + step)) {
      throw new RangeError(`point ${index} does not start a whole ${grain} after the one before`);
    }
  }
}
