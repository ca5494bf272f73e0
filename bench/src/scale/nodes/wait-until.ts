import { setTimeout as delay } from "node:timers/promises";

const LOOK_MS = 50;

/**
 * Looks until something is so.
 * @returns the seconds that took; undefined when it was not so in time
 */
export async function secondsUntil(
  isSo: () => Promise<boolean>,
  longestMs: number,
): Promise<number | undefined> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > longestMs) return undefined;
    await delay(LOOK_MS);
  }
  return (performance.now() - began) / 1000;
}
