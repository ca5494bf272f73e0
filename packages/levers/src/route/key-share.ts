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
