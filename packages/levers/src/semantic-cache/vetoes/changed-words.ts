import { isShort, type Question, type Word } from "../question.ts";

/** Words of one text that stand where the other text has other words, or none. */
export type Change = Readonly<{
  a: readonly Word[];
  b: readonly Word[];
  /** The two words before and after the change, which both texts have. */
  around: readonly Word[];
}>;

/** Beyond this many words a comparison would cost more than it tells. */
const LONGEST = 160;

/** What changed between two texts, by their longest common sequence of words (by stem). */
export function changedWords({ words: a }: Question, { words: b }: Question): readonly Change[] {
  const left = a.slice(0, LONGEST);
  const right = b.slice(0, LONGEST);
  const width = right.length + 1;
  /** The longest common sequence of what is left from (i, j) on. */
  const longest = new Uint8Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      longest[at] =
        left[i]?.stem === right[j]?.stem
          ? (longest[at + width + 1] as number) + 1
          : Math.max(longest[at + width] as number, longest[at + 1] as number);
    }
  }
  const changes: Change[] = [];
  let onlyA: Word[] = [];
  let onlyB: Word[] = [];
  let i = 0;
  let j = 0;
  const close = (): void => {
    if (onlyA.length > 0 || onlyB.length > 0) {
      const start = i - onlyA.length;
      const around = [...left.slice(Math.max(0, start - 2), start), ...left.slice(i, i + 2)];
      changes.push({ a: onlyA, b: onlyB, around });
    }
    onlyA = [];
    onlyB = [];
  };
  while (i < left.length || j < right.length) {
    const ofA = left[i];
    const ofB = right[j];
    if (ofA !== undefined && ofB !== undefined && ofA.stem === ofB.stem) {
      close();
      i += 1;
      j += 1;
    } else if (
      ofB === undefined ||
      (ofA !== undefined &&
        (longest[(i + 1) * width + j] as number) >= (longest[i * width + j + 1] as number))
    ) {
      if (ofA !== undefined) onlyA.push(ofA);
      i += 1;
    } else {
      onlyB.push(ofB);
      j += 1;
    }
  }
  close();
  return changes;
}

/** Of a longer text so many words may change, and it is still the same text with a small edit. */
const SMALL_SHARE = 0.3;

/**
 * True where two texts are the same but for a few words, or short. In a long text that is put in other words
 * throughout, single words such as "not" and "from" no longer tell what is asked.
 */
export function isSmallEdit(a: Question, b: Question, changes: readonly Change[]): boolean {
  if (isShort(a) && isShort(b)) return true;
  const changed = changes.reduce(
    (sum, change) => sum + Math.max(change.a.length, change.b.length),
    0,
  );
  return changed <= SMALL_SHARE * Math.min(a.words.length, b.words.length);
}
