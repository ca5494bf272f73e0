import type { TokenBucket, Usage } from "@headgate/contract";

/** Input tokens that shortening took away, by our count: of what was sent before, and of what is new in this call. */
export type TokensTaken = Readonly<{ history: number; newest: number }>;

const writes = ["cache_write_5m", "cache_write_1h", "cache_write"] as const;

/**
 * What a call would have used with its texts as they were. New tokens would have been where the newest content is: in the
 * bucket of cache writes where the call wrote, else in `input`. Those of the history would have been read from the
 * cache where the call read from it, which is the cheapest they could have been; else they would have been new too.
 *
 * @returns undefined where the usage does not say what the prompt took
 */
export function usageWithout(usage: Usage, { history, newest }: TokensTaken): Usage | undefined {
  const written = writes.find((bucket) => isAboveNothing(usage[bucket]));
  const ofNewest: TokenBucket = written ?? "input";
  const ofHistory: TokenBucket = isAboveNothing(usage.cache_read) ? "cache_read" : ofNewest;
  const withNewest = added(usage, ofNewest, newest);
  return withNewest === undefined ? undefined : added(withNewest, ofHistory, history);
}

const isAboveNothing = (tokens: number | undefined): boolean => tokens !== undefined && tokens > 0;

function added(usage: Usage, bucket: TokenBucket, tokens: number): Usage | undefined {
  if (tokens === 0) return usage;
  const used = usage[bucket];
  if (used === undefined || used + tokens < 0) return undefined;
  return { ...usage, [bucket]: used + tokens };
}
