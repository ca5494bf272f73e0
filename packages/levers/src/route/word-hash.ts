/** FNV-1a over code units, begun with this; what is read goes on with `addUnit`. */
export const WORD_BEGIN = 0x811c9dc5 | 0;

export const addUnit = (hash: number, unit: number): number =>
  Math.imul(hash ^ unit, 0x01000193) | 0;

/** The hash under which a word, in small letters, is counted. */
export function wordHash(word: string): number {
  let hash = WORD_BEGIN;
  for (let i = 0; i < word.length; i += 1) hash = addUnit(hash, word.charCodeAt(i));
  return hash;
}
