import { multiply, type Picodollars, sum } from "@headgate/money";

/** What tokens cost one by one; what a provider has no price for is absent. */
type TokenPrices = Readonly<{
  input: Picodollars;
  output: Picodollars;
  cache_read?: Picodollars;
  cache_write?: Picodollars;
}>;

/** Tokens of traffic like the request's, as real time used them: disjoint buckets. */
export type MeasuredTokens = Readonly<{
  input: number;
  cache_read: number;
  cache_write: number;
  output: number;
}>;

export type DeferralQuestion = Readonly<{
  realTime: TokenPrices | undefined;
  batch: TokenPrices | undefined;
  /** Absent where nothing was measured: then batch is taken to be worth it, and that is said. */
  measured?: MeasuredTokens;
  /** Capacity that was paid in advance and has room at this moment: real time is then free. */
  committedWithRoom?: string;
}>;

/** Where work that can wait is better done, and why. */
export type Deferral =
  | Readonly<{
      kind: "batch";
      because: "cheaper";
      realTimeCost: Picodollars;
      batchCost: Picodollars;
    }>
  /** Nothing was measured, so it is assumed that no prompt comes from the provider's cache. */
  | Readonly<{ kind: "batch"; because: "cheaper_without_cache" }>
  | Readonly<{ kind: "real_time"; because: "committed_capacity"; commitment: string }>
  | Readonly<{ kind: "real_time"; because: "price_unknown" }>
  | Readonly<{ kind: "real_time"; because: "not_cheaper" }>
  | Readonly<{
      kind: "real_time";
      because: "cache_is_cheaper";
      realTimeCost: Picodollars;
      batchCost: Picodollars;
    }>;

/**
 * Whether a request that can wait is worth a batch. Capacity that is paid for already comes first. A batch does not read the
 * provider's cache that real time fills, so its half price is held against what like traffic paid in real time, its cache's
 * reads and writes included: at Anthropic's prices (write 1.25, read 0.1, batch 0.5 of the input's) a prompt is dearer in a
 * batch from a hit share of 15/23, about 0.652, on. What a batch's own lines may find in a cache is not counted on.
 */
export function deferral({
  realTime,
  batch,
  measured,
  committedWithRoom,
}: DeferralQuestion): Deferral {
  if (committedWithRoom !== undefined) {
    return { kind: "real_time", because: "committed_capacity", commitment: committedWithRoom };
  }
  if (realTime === undefined || batch === undefined) {
    return { kind: "real_time", because: "price_unknown" };
  }
  if (measured === undefined) {
    const isCheaper = batch.input <= realTime.input && batch.output <= realTime.output;
    const isSame = batch.input === realTime.input && batch.output === realTime.output;
    return isCheaper && !isSame
      ? { kind: "batch", because: "cheaper_without_cache" }
      : { kind: "real_time", because: "not_cheaper" };
  }
  const { input, cache_read, cache_write, output } = measured;
  const { cache_read: read, cache_write: write } = realTime;
  // A read without a price of its own is not known to be cheap; a write without one costs what input costs.
  if (cache_read > 0 && read === undefined) return { kind: "real_time", because: "price_unknown" };
  const realTimeCost = sum([
    multiply(realTime.input, input),
    multiply(read ?? realTime.input, cache_read),
    multiply(write ?? realTime.input, cache_write),
    multiply(realTime.output, output),
  ]);
  const batchCost = sum([
    multiply(batch.input, input + cache_read + cache_write),
    multiply(batch.output, output),
  ]);
  if (batchCost < realTimeCost)
    return { kind: "batch", because: "cheaper", realTimeCost, batchCost };
  return cache_read > 0
    ? { kind: "real_time", because: "cache_is_cheaper", realTimeCost, batchCost }
    : { kind: "real_time", because: "not_cheaper" };
}
