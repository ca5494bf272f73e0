/**
 * Demand on one model or pool, step by step without holes: a step in which nothing was asked is 0 because the ledger
 * saw all of it, not because it is unknown. Doubles: what is worked out with them is an estimate.
 */
export type DemandTrace = Readonly<{
  /** Milliseconds since the epoch of the first step's begin. */
  fromMs: number;
  /** The length of a step: a minute or an hour. */
  stepMs: 60_000 | 3_600_000;
  calls: Float64Array;
  /** Prompt tokens that the provider worked through, cache writes included, cache reads not. */
  inputTokens: Float64Array;
  /** Prompt tokens that the provider read from its cache. */
  cacheReadTokens: Float64Array;
  /** All tokens of answers, reasoning included. */
  outputTokens: Float64Array;
  /** What it cost at on-demand prices (list cost), in microdollars. */
  onDemandMicrodollars: Float64Array;
  /** Calls whose tokens or cost are not known: they are in `calls` and in nothing else. */
  unknownCalls: number;
}>;
