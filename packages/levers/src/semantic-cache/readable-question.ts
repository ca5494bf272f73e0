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

/** What the operator says of a model of his own. */
export type OwnReach = Readonly<{
  /** It reads so many tokens of a text at most. */
  maxTokens: number;
  languages: "en" | "any";
}>;

/** Tokens that stand around a text: its beginning and end, and what a model wants before it. */
const MARKS = 8;

/**
 * The same of a model of the operator's own, told before a text is sent to it. How it cuts texts is not known, so a
 * token is taken to stand for one byte, which is the least. The vetoes read English: in another language nothing
 * but a measured wrong share stands between two questions.
 *
 * @param isMeasured whether hits are served by a measured wrong share
 */
export function unreadableByOwnModel(
  text: string,
  { maxTokens, languages }: OwnReach,
  isMeasured: boolean,
): UnreadableReason | undefined {
  if (text.trim() === "") return "empty";
  if (text.length > maxTokens || mostTokensOf(text) > maxTokens) return "too_long";
  if (languages === "any" && isMeasured) return undefined;
  return isEnglish(text) ? undefined : "not_english";
}

/** Vocabularies that normalise a text first can make it longer. */
const mostTokensOf = (text: string): number =>
  MARKS + Math.max(Buffer.byteLength(text), Buffer.byteLength(text.normalize("NFKC")));

/** A letter outside ASCII is in few English words; a text without one English function word may be any language. */
function isEnglish(text: string): boolean {
  const { words } = readQuestion(text);
  const foreign = words.filter(({ lower }) => /[^\p{ASCII}’]/u.test(lower)).length;
  return foreign * 4 <= words.length && isMostlyEnglish(words.map(({ lower }) => lower));
}
