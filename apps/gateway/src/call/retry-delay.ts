import type { HeadgateConfig } from "@headgate/contract";

/** Doubles with every try up to the maximum; half of it at random, so that clients do not come back together. */
export function retryDelayMs(
  retries: HeadgateConfig["retries"],
  tries: number,
  random: () => number = Math.random,
): number {
  const full = Math.min(retries.max_delay_ms, retries.first_delay_ms * 2 ** (tries - 1));
  return full / 2 + (full / 2) * random();
}
