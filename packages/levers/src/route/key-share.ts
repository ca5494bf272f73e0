import { isUndecided, type LabelSource } from "./label-source.ts";

/** What one key's people may be of all labels that are learned from. */
const MOST_SHARE = 0.05;
/** So many of a key are always heard. */
const LEAST = 10;

/**
 * The place of the label that has to go for another of the same key, the oldest of that key; undefined where there is
 * room. One client that says the same thousands of times is one voice.
 */
export function crowdedOut(
  labels: readonly Readonly<{ by: LabelSource }>[],
  by: LabelSource,
): number | undefined {
  if (by.kind !== "people") return undefined;
  let own = 0;
  let others = 0;
  let oldest: number | undefined;
  for (const [place, label] of labels.entries()) {
    if (label.by.kind === "people" && label.by.key === by.key) {
      oldest ??= place;
      own += 1;
      // What nobody could decide is not learned from: beside it no voice is small.
    } else if (!isUndecided(label)) others += 1;
  }
  return own < Math.max(LEAST, Math.floor(MOST_SHARE * others)) ? undefined : oldest;
}

/**
 * How many words of any one key count, where keys have said so many each: a twentieth of what the others' words count for, or
 * ten. That can be a twentieth only where more than twenty keys speak.
 */
export function mostOfKey(counts: readonly number[]): number {
  const counted = (most: number): number =>
    counts.reduce((total, count) => total + Math.min(count, most), 0);
  const longest = Math.max(0, ...counts);
  let most = LEAST;
  // The share that one more word of a key would be falls with no step, so the first that is too much is the end.
  while (most < longest && most + 1 <= MOST_SHARE * (counted(most + 1) - (most + 1))) most += 1;
  return most;
}
