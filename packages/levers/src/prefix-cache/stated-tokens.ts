import type { TokenBucket, Usage } from "@headgate/contract";

/** The sum of what a usage states of these buckets; undefined where it states none of them. */
export function statedTokens(usage: Usage, buckets: readonly TokenBucket[]): number | undefined {
  const stated = buckets.map((bucket) => usage[bucket]).filter((tokens) => tokens !== undefined);
  return stated.length === 0 ? undefined : stated.reduce((sum, tokens) => sum + tokens, 0);
}

const reads = ["cache_read", "cache_read_audio"] as const;
const writes = ["cache_write", "cache_write_5m", "cache_write_1h"] as const;

/** Prompt tokens that came of the provider's cache, and that went into it; undefined where it tells of none. */
export const readTokens = (usage: Usage): number | undefined => statedTokens(usage, reads);
export const writtenTokens = (usage: Usage): number | undefined => statedTokens(usage, writes);
