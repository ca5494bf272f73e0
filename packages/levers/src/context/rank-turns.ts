import { stemmer } from "stemmer";

/** Usual values: how soon repeated words count less, and how much long texts are held back. */
const K1 = 1.2;
const B = 0.75;
/** Letters read of a text, and of all: calls wait for it, all of the gateway's. */
const MOST_OF_ONE = 20_000;
const MOST_OF_ALL = 1_000_000;

/**
 * Ranks texts by the words that they share with a question, rare ones above common ones (Okapi BM25). Of a text its begin is
 * read, and of many texts the last ones.
 * @returns indices of texts that share any, the best first
 */
export function rankTexts(question: string, texts: readonly string[]): readonly number[] {
  const stems = new Map<string, string>();
  const asked = new Set(wordsOf(question.slice(0, MOST_OF_ONE), stems));
  const from = firstRead(texts);
  const having = new Map<string, number>();
  const counted = texts.slice(from).map((text) => {
    const counts = new Map<string, number>();
    const words = wordsOf(text.slice(0, MOST_OF_ONE), stems);
    for (const word of words) if (asked.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of counts.keys()) having.set(word, (having.get(word) ?? 0) + 1);
    return { counts, length: words.length };
  });
  const meanLength =
    counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, counted.length);
  const scores = counted.map(({ counts, length }) => {
    let score = 0;
    for (const [word, count] of counts) {
      const texts = having.get(word) ?? 0;
      const rarity = Math.log(1 + (counted.length - texts + 0.5) / (texts + 0.5));
      score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength));
    }
    return score;
  });
  return scores
    .map((score, index) => ({ score, index: from + index }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .map(({ index }) => index);
}

/** The first of the last texts that are read. */
function firstRead(texts: readonly string[]): number {
  let letters = 0;
  for (let index = texts.length - 1; index >= 0; index--) {
    letters += Math.min(MOST_OF_ONE, texts[index]?.length ?? 0);
    if (letters > MOST_OF_ALL) return index + 1;
  }
  return 0;
}

/**
 * Words of at least three letters, by their stems: shorter ones say little.
 * @param stems those found so far: a word comes again and again
 */
function wordsOf(text: string, stems: Map<string, string>): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? [];
  return words.map((word) => {
    const known = stems.get(word);
    if (known !== undefined) return known;
    const stem = stemmer(word);
    stems.set(word, stem);
    return stem;
  });
}
