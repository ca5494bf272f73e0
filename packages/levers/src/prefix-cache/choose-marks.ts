import type { CacheTerms, CacheTtl } from "./cache-terms.ts";
import type { ReuseChance } from "./reuse-tracker.ts";

/** A part of a prompt between two places where a marker can stand. */
export type Segment = Readonly<{
  tokens: number;
  /** Those of its tokens that the provider has already, and for how long it keeps them. */
  keptTokens: number;
  keptFor: CacheTtl | undefined;
  chance: ReuseChance;
}>;

type Mark = CacheTtl | "none";

/** What to mark at the end of each segment, and what that is expected to cost, in tokens of plain input. */
export type Choice = Readonly<{ marks: readonly Mark[]; expected: number; unmarked: number }>;

/** A longer time to live must not follow a shorter one, and what is marked is written with all before it. */
const order: readonly Mark[] = ["1h", "5m", "none"];

/**
 * Chooses where to mark a prompt and for how long, at the least expected cost.
 *
 * A segment that is marked each time for a time within which it is used again with chance q costs `q·read +
 * (1 − q)·write` a token and use in the long run; unmarked, 1. For a segment in a known state that is: what it
 * costs now, less what it spares the next use, `q·(write − read)`. So five minutes pay from q = (1.25 − 1) ÷ (1.25 −
 * 0.1) = 0.22 on, an hour from 0.53 on, by Anthropic's published prices.
 *
 * @param segments in their order, from the prompt's begin
 * @param allowed the times to live that may be chosen
 */
export function chooseMarks(
  segments: readonly Segment[],
  terms: CacheTerms,
  allowed: readonly CacheTtl[],
): Choice {
  const unmarked = segments.reduce((sum, { tokens }) => sum + tokens, 0);
  const choices = order.filter((mark) => mark === "none" || allowed.includes(mark));
  let best: Choice = { marks: segments.map(() => "none"), expected: unmarked, unmarked };
  const visit = (marks: readonly Mark[], from: number, expected: number): void => {
    const segment = segments[marks.length];
    if (segment === undefined) {
      if (expected < best.expected) best = { marks, expected, unmarked };
      return;
    }
    for (const [index, mark] of choices.entries()) {
      if (index >= from) visit([...marks, mark], index, expected + costOf(segment, mark, terms));
    }
  };
  visit([], 0, 0);
  return best;
}

function costOf({ tokens, keptTokens, keptFor, chance }: Segment, mark: Mark, terms: CacheTerms) {
  if (mark === "none") return tokens;
  const write = terms.write[mark];
  // What is kept for a shorter time is written again to be kept for a longer one.
  const read = keptFor === mark || keptFor === "1h" ? keptTokens : 0;
  return read * terms.read + (tokens - read) * write - tokens * chance[mark] * (write - terms.read);
}
