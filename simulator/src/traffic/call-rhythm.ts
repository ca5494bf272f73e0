import type { Random } from "../seeded-random.ts";

const HOUR_MS = 3_600_000;
const PEAK_HOUR = 14;

/** How busy a moment is: 1 on the average of a day, least at night, with waves of a few minutes. */
export function busyness(atMs: number): number {
  const hour = (atMs / HOUR_MS) % 24;
  const day = 0.4 * Math.cos(((hour - PEAK_HOUR) / 12) * Math.PI);
  const wave = 0.15 * Math.sin((atMs / (7 * 60_000)) * 2 * Math.PI);
  return 1 + day + wave;
}

/** Time until the next call, as calls come that do not wait for one another. */
export const nextCallMs = (random: Random, callsPerSecond: number, atMs: number): number =>
  (-Math.log(1 - random()) * 1000) / (callsPerSecond * busyness(atMs));
