import type { Finding, Sentence } from "./finding.ts";

/** Shorter sentences may be headings or answers that come again for good reason. */
const LEAST_UNITS = 30;

/** Sentences that the prompt has word for word before, whatever their case, spaces and last mark. */
export function repeatedSentences(sentences: readonly Sentence[]): readonly Finding[] {
  const seen = new Set<string>();
  const found: Finding[] = [];
  for (const { start, end, text } of sentences) {
    const words = plainWords(text);
    if (words.length < LEAST_UNITS) continue;
    if (!seen.has(words)) seen.add(words);
    else {
      const reason = "The prompt says this before, word for word.";
      found.push({ rule: "repeated_sentence", start, end, reason, replacement: "" });
    }
  }
  return found;
}

const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[*_`]/g, "")
    .replace(/\s+/g, " ")
    .replace(/[.!?:;,\s]+$/, "");
