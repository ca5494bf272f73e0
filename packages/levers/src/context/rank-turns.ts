import { stemmer } from "stemmer";

/** Usual values: how soon repeated words count less, and how much long texts are held back. */
const K1 = 1.2;
const B = 0.75;

/**
 * Ranks texts by the words that they share with a question, rare ones above common ones (Okapi BM25).
 * @returns indices of texts that share any, the best first
 */
export function rankTexts(question: string, texts: readonly string[]): readonly number[] {
  const asked = new Set(wordsOf(question));
  const counted = texts.map((text) => {
    const counts = new Map<string, number>();
    const words = wordsOf(text);
    for (const word of words) if (asked.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { counts, length: words.length };
  });
  const meanLength =
    counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.length);
  const scores = counted.map(({ counts, length }) => {
    let score = 0;
    for (const [word, count] of counts) {
      const having = counted.filter((other) => other.counts.has(word)).length;
      const rarity = Math.log(1 + (texts.length - having + 0.5) / (having + 0.5));
      score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength));
    }
    return score;
  });
  return scores
    .map((score, index) => ({ score, index }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .map(({ index }) => index);
}

/** Words of at least three letters, by their stems: shorter ones say little. */
const wordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? []).map(stemmer);
