/** So many words in a row that stand in two texts stand there by no chance. */
const SHINGLE_WORDS = 8;
/** FNV-1a of 32 bits: offset basis and prime (https://www.rfc-editor.org/rfc/rfc9923.html, read 2026-11-29). */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
/** Odd, so that no bit of a word is lost: an order of words is told from another. */
const WORD_STEP = 0x9e3779b1;

type Word = Readonly<{ hash: number; from: number; to: number }>;

/**
 * How many characters of texts stand in an earlier one of them as well: words that are among eight in a row that came before.
 * What repeats within one text is its own and not counted. Two runs of words whose 32-bit hashes meet by chance are taken for
 * the same: once in a hundred thousand words, at ten thousand words that came before.
 */
export function repeatedCharacters(texts: readonly string[]): readonly number[] {
  const before = new Set<number>();
  return texts.map((text) => {
    const words = wordsOf(text);
    const shingles = shinglesOf(words);
    let repeated = 0;
    let countedTo = 0;
    for (const [index, shingle] of shingles.entries()) {
      if (!before.has(shingle)) continue;
      const from = Math.max(countedTo, (words[index] as Word).from);
      const { to } = words[index + SHINGLE_WORDS - 1] as Word;
      repeated += to - from;
      countedTo = to;
    }
    for (const shingle of shingles) before.add(shingle);
    return repeated;
  });
}

/** Runs of characters between white space, each with what follows it up to the next word. */
function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let hash = OFFSET_BASIS;
  let from = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code !== 0xa0) {
      if (from === -1) from = at;
      hash = Math.imul(hash ^ code, PRIME);
    } else if (from !== -1) {
      words.push({ hash, from, to: at });
      hash = OFFSET_BASIS;
      from = -1;
    }
  }
  if (from !== -1) words.push({ hash, from, to: text.length });
  return words;
}

/** One hash for each word that has enough behind it. */
function shinglesOf(words: readonly Word[]): readonly number[] {
  const shingles: number[] = [];
  for (let first = 0; first + SHINGLE_WORDS <= words.length; first++) {
    let mixed = 0;
    for (let at = first; at < first + SHINGLE_WORDS; at++) {
      mixed = Math.imul(mixed ^ (words[at] as Word).hash, WORD_STEP);
      mixed ^= mixed >>> 15;
    }
    shingles.push(mixed);
  }
  return shingles;
}
