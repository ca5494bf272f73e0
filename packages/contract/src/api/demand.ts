import { z } from "zod";
import type { TokenBucket } from "../usage.ts";
import { chargesQuery, filterQuery, timeRangeQuery } from "./question.ts";

/** Steps of demand: a commitment whose limit is told by the minute is planned by the minute. */
export const demandGrains = ["minute", "hour"] as const;
export type DemandGrain = (typeof demandGrains)[number];

/** Demand in whole steps of UTC; steps that a range cuts are left out. */
export const demandQuery = timeRangeQuery
  .extend(filterQuery.shape)
  .extend(chargesQuery.shape)
  .extend({ grain: z.enum(demandGrains) });

/**
 * What providers were asked for within one step. Tokens and costs are those of attempts of which both are known;
 * the others are counted in `unknownAttempts`, and in no sum.
 */
export type DemandStep = Readonly<{
  startMs: number;
  /** Attempts that a provider worked on, those of unknown tokens or cost included. */
  attempts: number;
  unknownAttempts: number;
  /** Prompt tokens without those that the provider read from its cache; what it wrote there is in them. */
  inputTokens: number;
  cacheReadTokens: number;
  /** Reasoning included. */
  outputTokens: number;
  /** Picodollars: at list prices, and at those that the operator's contracts come to. */
  listCost: bigint;
  contractedCost: bigint;
}>;

/** Demand in the order of time; a step in which nothing was asked for has no entry. */
export type DemandReport = Readonly<{
  grain: DemandGrain;
  /** The whole steps of the question's range: `[fromMs, toMs)`. */
  fromMs: number;
  toMs: number;
  steps: readonly DemandStep[];
  /** Attempts of the range that are no demand on a provider's real-time capacity, by why. */
  leftOut: Readonly<{
    /** Headgate's own caches answered. */
    answeredByCache: number;
    /** The provider did not work on it: an error, or no answer, and nothing to bill. */
    notServed: number;
    /** Of these, refused for being too many (429). */
    throttled: number;
    /** Sent to a batch tier: it waits, and needs no capacity of its own. Counted in where the filter asks for one tier. */
    batch: number;
  }>;
  /**
   * What tokens of one bucket came to on the charges' lines, at effective cost, of the attempts' own models: what tells a
   * token of input from one of output by its price. In the order of buckets.
   */
  byBucket: readonly Readonly<{ bucket: TokenBucket; tokens: number; cost: bigint }>[];
  /** Of the attempts in the steps, those at stand-in providers: what is planned of them is simulated. */
  simulatedAttempts: number;
}>;
