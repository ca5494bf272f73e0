import { LruMap } from "./lru-map.ts";

/** What a limiter says about one request. */
export type RateReading = Readonly<{
  limit: number;
  remaining: number;
  /** Until the whole allowance is back. */
  resetMs: number;
  allowed: boolean;
  /** Until the next request is allowed; 0 when this one was. */
  waitMs: number;
}>;

const MAX_KEYS = 10_000;
type Bucket = { tokens: number; atMs: number };

/** Counts requests by key. */
export interface RateLimiter {
  take(key: string, nowMs: number): RateReading;
}

/** Requests per minute and key, as a bucket that refills evenly. */
export function createRateLimiter(requestsPerMinute: number): RateLimiter {
  const buckets = new LruMap<string, Bucket>(MAX_KEYS);
  const perMs = requestsPerMinute / 60_000;
  return {
    take(key, nowMs) {
      const bucket = buckets.get(key) ?? { tokens: requestsPerMinute, atMs: nowMs };
      const refilled = bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs;
      const available = Math.min(requestsPerMinute, refilled);
      const allowed = available >= 1;
      const tokens = allowed ? available - 1 : available;
      buckets.set(key, { tokens, atMs: nowMs });
      return {
        limit: requestsPerMinute,
        remaining: Math.floor(tokens),
        resetMs: Math.ceil((requestsPerMinute - tokens) / perMs),
        allowed,
        waitMs: allowed ? 0 : Math.ceil((1 - tokens) / perMs),
      };
    },
  };
}
