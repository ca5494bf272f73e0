import { type CacheTerms, publishedTerms, ttlMs } from "@headgate/levers";
import type { PromptStream } from "./prompt-stream.ts";

/** The least that a block's uses so far can have cost, by what the provider has of it now. */
type Best = { lastMs: number; absent: number; for5m: number; for1h: number };

/**
 * What no policy can go below, though it knew the future: each block is marked by itself at each of its uses, for
 * what turns out best. In truth blocks are written with all before them and have a minimum, so this is out of reach.
 *
 * @returns the cost in tokens of plain input
 */
export function lowerBound(
  { blockTokens, requests }: PromptStream,
  terms: CacheTerms = publishedTerms,
): number {
  const blocks = new Map<string, Best>();
  let rest = 0;
  for (const request of requests) {
    rest += request.tokens - request.blocks.length * blockTokens;
    for (const block of request.blocks) {
      const before = blocks.get(block);
      blocks.set(block, used(before, request.atMs, terms));
    }
  }
  let cost = rest;
  for (const best of blocks.values()) {
    cost += blockTokens * Math.min(best.absent, best.for5m, best.for1h);
  }
  return cost;
}

function used(before: Best | undefined, nowMs: number, { read, write }: CacheTerms): Best {
  if (before === undefined) {
    return { lastMs: nowMs, absent: 1, for5m: write["5m"], for1h: write["1h"] };
  }
  const gapMs = nowMs - before.lastMs;
  const gone = (cost: number, ms: number): number => (gapMs > ms ? cost : Number.POSITIVE_INFINITY);
  const there = (cost: number, ms: number): number =>
    gapMs > ms ? Number.POSITIVE_INFINITY : cost;
  const absent = Math.min(
    before.absent,
    gone(before.for5m, ttlMs["5m"]),
    gone(before.for1h, ttlMs["1h"]),
  );
  const for5m = there(before.for5m, ttlMs["5m"]);
  const for1h = there(before.for1h, ttlMs["1h"]);
  return {
    lastMs: nowMs,
    absent: absent + 1,
    for5m: Math.min(absent + write["5m"], for5m + read),
    for1h: Math.min(absent + write["1h"], for5m + write["1h"], for1h + read),
  };
}
