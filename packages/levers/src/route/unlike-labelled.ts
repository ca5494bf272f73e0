import type { ReadPrompt } from "./example.ts";
import { mixPair } from "./hashing.ts";
import { BUCKETS, type SparseVector } from "./ngrams.ts";

/** So many of a task's own labelled prompts count as unlike the others. */
const UNLIKE_SHARE = 0.02;
/** Of fewer none would lie below. */
const LEAST_PROMPTS = 1 / UNLIKE_SHARE;

/** What is known of labelled prompts, whatever their labels say. Plain data. */
export type LabelledPrompts = Readonly<{
  /** How often each hashed n-gram came up in them: ln(1 + prompts with it). */
  seen: Float32Array;
  /** The likeness to others that all but a fiftieth have, by fingerprint; absent where too few that differ tell it. */
  leastLike: ReadonlyMap<string, number>;
}>;

/**
 * Counts labelled prompts, copies of one once: a check that runs each night tells no more of how prompts differ by its hundredth
 * label. Each is held against all others, so that a prompt that comes later is as likely to lie below the least as one of
 * them. (In the space of prompts it were not: that is bent towards those it was learned of, and most fresh prompts lie lower.)
 */
export function labelledPromptsOf(
  prompts: readonly ReadPrompt[],
): Readonly<{ labelled: LabelledPrompts; areUnlike: readonly boolean[] }> {
  const copies = new Map<string, number>();
  const keys = prompts.map(keyOf);
  for (const key of keys) copies.set(key, (copies.get(key) ?? 0) + 1);
  const distinct = new Map(prompts.map((prompt, index) => [keys[index] as string, prompt]));
  const counts = new Uint32Array(BUCKETS);
  for (const { ngrams } of distinct.values()) {
    for (const place of ngrams.places) counts[place] = (counts[place] as number) + 1;
  }
  const seen = Float32Array.from(counts, (count) => Math.log(1 + count));
  const withoutOne = Float32Array.from(counts, (count) => Math.log(Math.max(1, count)));
  const likeness = new Map<string, number>();
  const by = new Map<string, number[]>();
  for (const [key, { fingerprint, ngrams }] of distinct) {
    // Without one of several copies its n-grams are known all the same.
    const ofOne = likenessTo(copies.get(key) === 1 ? withoutOne : seen, ngrams);
    likeness.set(key, ofOne);
    if (fingerprint === undefined) continue;
    const ofFingerprint = by.get(fingerprint) ?? [];
    by.set(fingerprint, ofFingerprint);
    ofFingerprint.push(ofOne);
  }
  const leastLike = new Map([...by].flatMap(([key, all]) => leastOf(key, all)));
  return {
    labelled: { seen, leastLike },
    areUnlike: prompts.map(({ fingerprint }, index) =>
      isBelow(leastLike, fingerprint, () => likeness.get(keys[index] as string) as number),
    ),
  };
}

function keyOf({ fingerprint, ngrams }: ReadPrompt): string {
  let hash = 23;
  for (const place of ngrams.places) hash = mixPair(hash, place);
  return `${hash} ${ngrams.places.length} ${fingerprint ?? ""}`;
}

function leastOf(fingerprint: string, likeness: number[]): readonly [string, number][] {
  if (likeness.length < LEAST_PROMPTS) return [];
  likeness.sort((a, b) => a - b);
  return [[fingerprint, likeness[Math.floor(UNLIKE_SHARE * likeness.length)] as number]];
}

/** The mean over a prompt's n-grams, by their weight: which it has in common with labelled prompts, and how usual they are there. */
function likenessTo(seen: Float32Array, { places, values }: SparseVector): number {
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < places.length; i += 1) {
    const value = values[i] as number;
    sum += value * (seen[places[i] as number] as number);
    weight += value;
  }
  return weight === 0 ? 0 : sum / weight;
}

/** Whether a prompt is less like what was labelled than nearly all labelled ones of its fingerprint; false where that cannot be told. */
export const isUnlikeLabelled = (
  { seen, leastLike }: LabelledPrompts,
  { fingerprint, ngrams }: ReadPrompt,
): boolean => isBelow(leastLike, fingerprint, () => likenessTo(seen, ngrams));

function isBelow(
  leastLike: LabelledPrompts["leastLike"],
  fingerprint: string | undefined,
  likeness: () => number,
): boolean {
  const least = fingerprint === undefined ? undefined : leastLike.get(fingerprint);
  return least !== undefined && likeness() < least;
}
