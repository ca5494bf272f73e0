import type { Usage } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { unmarkedUsage } from "../prefix-cache/unmarked-usage.ts";

/** What a usage costs in real time and in a batch; undefined where that is not known. */
export type TierPrice = (usage: Usage, tier: "standard" | "batch") => Picodollars | undefined;

export type DeferralQuestion = Readonly<{
  /** By the prices of the request's own model. */
  price: TierPrice;
  /**
   * What traffic like the request's used in real time, its cache's reads and writes included. Absent where too little was
   * seen: then batch is taken to be worth it, and that is said.
   */
  measured?: Usage;
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
  /** Neither price is known: nothing speaks against what was asked for. */
  | Readonly<{ kind: "batch"; because: "prices_unknown" }>
  | Readonly<{ kind: "real_time"; because: "batch_price_unknown" | "not_cheaper" }>
  | Readonly<{
      kind: "real_time";
      because: "cache_is_cheaper";
      realTimeCost: Picodollars;
      batchCost: Picodollars;
    }>;

/** Where nothing was measured each kind of token is asked for alone. */
const ASKED = 1_000_000;

/**
 * Whether a request that can wait is worth a batch. A batch does not read the provider's cache that real time fills, so its
 * price is held against what like traffic pays in real time: where prompts are written at 1.25, read at 0.1 and asked in a
 * batch at 0.5 of the input's price, they are dearer in a batch from a hit share of 15/23, about 0.652, on. What a batch's own
 * lines may find in a cache is not counted on.
 */
export function deferral({ price, measured }: DeferralQuestion): Deferral {
  const uncached = measured && unmarkedUsage(measured);
  if (measured === undefined || uncached === undefined) return withoutMeasurement(price);
  const [realTimeCost, batchCost] = [price(measured, "standard"), price(uncached, "batch")];
  if (realTimeCost === undefined || batchCost === undefined) {
    return unknownPrice(price(uncached, "standard"), batchCost);
  }
  if (batchCost < realTimeCost) {
    return { kind: "batch", because: "cheaper", realTimeCost, batchCost };
  }
  return uncached === measured
    ? { kind: "real_time", because: "not_cheaper" }
    : { kind: "real_time", because: "cache_is_cheaper", realTimeCost, batchCost };
}

function withoutMeasurement(price: TierPrice): Deferral {
  const of = (usage: Usage) => [price(usage, "standard"), price(usage, "batch")] as const;
  const [input, batchInput] = of({ input: ASKED });
  const [output, batchOutput] = of({ output: ASKED });
  if (input === undefined || batchInput === undefined) return unknownPrice(input, batchInput);
  // Embeddings have no output, and no price of it.
  const isCheaper =
    output === undefined || batchOutput === undefined
      ? batchInput < input
      : batchInput + batchOutput < input + output;
  return isCheaper
    ? { kind: "batch", because: "cheaper_without_cache" }
    : { kind: "real_time", because: "not_cheaper" };
}

/** In real time the price would be known: it is not given up for one that is not. */
const unknownPrice = (
  realTime: Picodollars | undefined,
  batch: Picodollars | undefined,
): Deferral =>
  realTime !== undefined && batch === undefined
    ? { kind: "real_time", because: "batch_price_unknown" }
    : { kind: "batch", because: "prices_unknown" };
