import { picodollars } from "@headgate/money";
import { seededRandom } from "./seeded-random.ts";
import { DAY_MS, grainMs, type SeriesGrain, type SpendSeries } from "./spend-series.ts";

/** Normal noise; of `heavy` noise one value in twenty is three times as far off. */
const noise = (random: () => number, heavy: boolean): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return heavy && random() < 0.05 ? 3 * normal : normal;
};

/** First day of constructed series: a Monday. */
export const CONSTRUCTED_FROM = Date.UTC(2026, 0, 5);

/**
 * Constructed spend: a level of 100 dollars a point with a trend, weekends at a third, nights at a fifth,
 * noise, and planted changes.
 */
export function constructedSpend(
  wanted: Readonly<{
    grain: SeriesGrain;
    days: number;
    seed: number;
    /** Standard deviation of the noise, of 1. */
    noise?: number;
    heavy?: boolean;
    /** Growth from day to day, of 1. */
    growth?: number;
    /** Factor at a point's index; 1 where nothing was planted. */
    planted?: (index: number) => number;
  }>,
): SpendSeries {
  const random = seededRandom(wanted.seed);
  const step = grainMs(wanted.grain);
  const points = Array.from({ length: (wanted.days * DAY_MS) / step }, (_, index) => {
    const startMs = CONSTRUCTED_FROM + index * step;
    const day = Math.floor((index * step) / DAY_MS);
    const hour = new Date(startMs).getUTCHours();
    const season =
      (day % 7 >= 5 ? 0.33 : 1) * (wanted.grain === "hour" && (hour < 7 || hour > 20) ? 0.2 : 1);
    const dollars =
      100 *
      season *
      (1 + (wanted.growth ?? 0)) ** day *
      Math.exp((wanted.noise ?? 0.1) * noise(random, wanted.heavy ?? false)) *
      (wanted.planted?.(index) ?? 1);
    return { startMs, cost: picodollars(BigInt(Math.round(dollars * 1e6)) * 1_000_000n) };
  });
  return { grain: wanted.grain, points };
}
