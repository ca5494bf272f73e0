import type { Question } from "./question.ts";
import type { WordCounts } from "./word-counts.ts";

/** How two questions' words meet, each word counted by its rarity. */
export type Overlap = Readonly<{
  /** Shared rarity over all rarity, of 1. */
  share: number;
  onlyAsked: number;
  onlyStored: number;
  /** The rarest word that the other text lacks. */
  rarestAsked: number;
  rarestStored: number;
}>;

/** Compares the words of a new question with those of a stored one. */
export function overlapOf(asked: Question, stored: Question, words: WordCounts): Overlap {
  let shared = 0;
  let onlyAsked = 0;
  let rarestAsked = 0;
  for (const stem of asked.stems) {
    const rarity = words.rarity(stem);
    if (stored.stems.has(stem)) {
      shared += rarity;
    } else {
      onlyAsked += rarity;
      rarestAsked = Math.max(rarestAsked, rarity);
    }
  }
  let onlyStored = 0;
  let rarestStored = 0;
  for (const stem of stored.stems) {
    if (asked.stems.has(stem)) continue;
    const rarity = words.rarity(stem);
    onlyStored += rarity;
    rarestStored = Math.max(rarestStored, rarity);
  }
  const all = shared + onlyAsked + onlyStored;
  return { share: all === 0 ? 0 : shared / all, onlyAsked, onlyStored, rarestAsked, rarestStored };
}
