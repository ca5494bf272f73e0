/** What a prompt token costs beside one that no cache has to do with, which costs 1. */
export type PromptPrices = Readonly<{
  /** Written to the provider's cache; 1 where that is free. */
  write: number;
  /** Read from it; 1 where there is no cache. */
  read: number;
}>;

/** What an edit takes away, and what the provider must then take in anew. */
export type EditSize = Readonly<{
  /** Tokens taken away. */
  removed: number;
  /** Tokens behind the first edited place that stay: the cache does not know them at their new place. */
  rewritten: number;
}>;

export type Outlook = Readonly<{
  /** Requests expected yet, this one included. */
  requests: number;
  /** Whether the provider's cache has forgotten the conversation: then all is written anew in any case. */
  cold: boolean;
  /** The chance that a later request is cold. */
  coldChance: number;
}>;

/**
 * What an edit is expected to save, in tokens at the price of an uncached one; negative where it costs.
 *
 * Each coming request does without the tokens taken away, `n · r′ · D` with `r′ = (1 − h) · r + h · w`; this one
 * writes what stands behind them instead of reading it, `(w − r) · S`. A cold cache writes that either way, and
 * this request does without writing the tokens that are gone.
 */
export function expectedSaving(
  { write, read }: PromptPrices,
  { removed, rewritten }: EditSize,
  { requests, cold, coldChance }: Outlook,
): number {
  const later = (1 - coldChance) * read + coldChance * write;
  if (cold) return (write + (requests - 1) * later) * removed;
  return requests * later * removed - (write - read) * rewritten;
}
