import type { Finding } from "./finding.ts";

const LEAST_UNITS = 80;

/** Paragraphs, fenced blocks among them, that the prompt has before, letter for letter. */
export function repeatedParagraphs(prompt: string): readonly Finding[] {
  const seen = new Set<string>();
  const found: Finding[] = [];
  let start = 0;
  for (const piece of prompt.split(/(\n[ \t]*\n)/)) {
    const text = piece.trim();
    if (text.length >= LEAST_UNITS) {
      if (!seen.has(text)) seen.add(text);
      else {
        const from = start + piece.indexOf(text);
        const reason = "The same paragraph stands before, letter for letter.";
        found.push({
          rule: "repeated_block",
          start: from,
          end: from + text.length,
          reason,
          replacement: "",
        });
      }
    }
    start += piece.length;
  }
  return found;
}
