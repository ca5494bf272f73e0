import { hash } from "node:crypto";
import { mostOfKey } from "@headgate/levers";

/** Whose words are, of which nobody kept it: taken for one key. */
export const UNKNOWN_KEY = "";

/** What people of a key said, by a digest of its id: it tells keys apart, and none of them is kept. */
type Word = Readonly<{ key: string }>;

export const digestOfKey = (keyId: string): string =>
  hash("sha256", `people of ${keyId}`).slice(0, 16);

/** Whether all is said by one key. There is nobody else then to hold it against. */
export const areOfOneKey = (words: readonly Word[]): boolean =>
  new Set(words.map(({ key }) => key)).size <= 1;

/**
 * Of each key as many words as it may count for beside the others, the newest, from old to new. One client that says the same
 * thousands of times is one voice.
 */
export function wordsThatCount<One extends Word>(words: readonly One[]): readonly One[] {
  const left = new Map<string, number>();
  const most = mostOfKey([...countsOf(words).values()]);
  const counting = words.toReversed().filter(({ key }) => {
    const mayCount = left.get(key) ?? most;
    left.set(key, mayCount - 1);
    return mayCount > 0;
  });
  return counting.reverse();
}

/**
 * Keeps a word beside so many others. What goes is of nobody known, else the oldest word of the key that has most: who speaks much
 * does not push out what others said.
 */
export function withNewest<One extends Word>(
  words: readonly One[],
  word: One,
  most: number,
): readonly One[] {
  const all = [...words, word];
  if (all.length <= most) return all;
  const counts = countsOf(all);
  const largest = Math.max(...counts.values());
  const gone = counts.has(UNKNOWN_KEY)
    ? all.findIndex(({ key }) => key === UNKNOWN_KEY)
    : all.findIndex(({ key }) => counts.get(key) === largest);
  return all.toSpliced(gone, 1);
}

function countsOf(words: readonly Word[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of words) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
