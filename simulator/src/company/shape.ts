import { combine, createRandom, hashText, lognormal } from "../seeded-random.ts";
import { DAY_MS } from "./calendar.ts";
import type { Feature } from "./features.ts";

/** How the company's work goes up and down when nothing is planted. */
export type CompanyShape = Readonly<{
  /** Shares of a usual day by the days of the week, Sunday first. */
  weekdays: readonly number[];
  /** What is added to a day's calls from the first day to the last, of 1. */
  growth: number;
  /** How far a feature's calls are off from day to day: a deviation of their logarithm. */
  noise: number;
  /** One day in so many is three times as far off; none when it is infinite. */
  farOffEvery: number;
  /** Days on which little is worked, counted from 0, and the share of calls that is left. */
  holidays: readonly number[];
  holidayShare: number;
  /** Features that begin on a later day, counted from 0. */
  launches: ReadonlyMap<string, number>;
  /** Features that call more or less than is usual for them. */
  sizes: ReadonlyMap<string, number>;
}>;

export const usualShape: CompanyShape = {
  weekdays: [0.35, 1, 1.05, 1.1, 1.05, 0.95, 0.4],
  growth: 0.15,
  noise: 0,
  farOffEvery: Number.POSITIVE_INFINITY,
  holidays: [],
  holidayShare: 1,
  launches: new Map(),
  sizes: new Map(),
};

/** How many times its usual calls a feature makes on a day; 0 before its launch. */
export function levelOf(
  shape: CompanyShape,
  {
    feature,
    seed,
    fromMs,
    dayMs,
    days,
  }: Readonly<{
    feature: Feature;
    seed: number;
    fromMs: number;
    dayMs: number;
    days: number;
  }>,
): number {
  const index = Math.round((dayMs - fromMs) / DAY_MS);
  const launch = shape.launches.get(feature.name);
  if (launch !== undefined && index < launch) return 0;
  const random = createRandom(combine(seed, hashText(feature.name, 2), index));
  const sigma = random() < 1 / shape.farOffEvery ? 3 * shape.noise : shape.noise;
  return (
    (shape.weekdays[new Date(dayMs).getUTCDay()] ?? 1) *
    (1 + (index / days) * shape.growth) *
    (sigma === 0 ? 1 : lognormal(random, 1, sigma)) *
    (shape.holidays.includes(index) ? shape.holidayShare : 1) *
    (shape.sizes.get(feature.name) ?? 1)
  );
}
