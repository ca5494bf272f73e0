import { readQuestion } from "./question.ts";
import { isMostlyEnglish } from "./stop-words.ts";

/** The model reads 128 pieces; what stands beyond would be invisible, and long texts drown their differences. */
const MOST_TOKENS = 100;

const unreadableReasons = ["empty", "too_long", "unknown_characters", "not_english"] as const;
export type UnreadableReason = (typeof unreadableReasons)[number];

/**
 * Why the embedding model cannot be trusted with a text, or undefined where it can. Two different texts that it cannot
 * read have the same vector, so that any would be answered with the answer to any other.
 */
export function unreadable(
  text: string,
  { tokens, unknown }: Readonly<{ tokens: number; unknown: boolean }>,
): UnreadableReason | undefined {
  if (text.trim() === "") return "empty";
  if (tokens > MOST_TOKENS) return "too_long";
  if (unknown) return "unknown_characters";
  return isEnglish(text) ? undefined : "not_english";
}

/** A letter outside ASCII is in few English words; a text without one English function word may be any language. */
function isEnglish(text: string): boolean {
  const { words } = readQuestion(text);
  const foreign = words.filter(({ lower }) => /[^\p{ASCII}’]/u.test(lower)).length;
  return foreign * 4 <= words.length && isMostlyEnglish(words.map(({ lower }) => lower));
}
