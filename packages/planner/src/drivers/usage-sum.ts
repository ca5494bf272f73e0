import type { TokenBucket } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";

/**
 * What one model's priced calls for one value of a dimension added up to in a period. Calls without a
 * known cost are not in it: a change of what is priced is no change of price.
 */
export type UsageSum = Readonly<{
  /** Priced calls, at least 1. */
  calls: number;
  /** Tokens by bucket; a bucket that no call told is absent. */
  tokens: Readonly<Partial<Record<TokenBucket, number>>>;
  /** Effective cost of each bucket's tokens, where the charge tells it. */
  costs: Readonly<Partial<Record<TokenBucket, Picodollars>>>;
  /** Effective cost of all: the buckets', and what is charged for other units or not told by bucket. */
  cost: Picodollars;
}>;

/** Sums by model; null stands for calls whose model is not known. */
export type SumsByModel = ReadonlyMap<string | null, UsageSum>;

/**
 * Buckets that are the same tokens at different rates: how a group divides into its buckets is what a
 * provider's cache changes.
 */
export const bucketGroups = [
  ["input", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write"],
  ["input_audio", "cache_read_audio"],
  ["input_image"],
  ["input_video"],
  ["output"],
  ["reasoning"],
  ["output_audio"],
  ["output_image"],
  ["output_video"],
] as const satisfies readonly (readonly TokenBucket[])[];
