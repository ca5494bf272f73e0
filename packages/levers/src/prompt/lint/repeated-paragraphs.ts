import { examplePartsOf } from "./example-parts.ts";
import type { Finding } from "./finding.ts";

const LEAST_UNITS = 80;

/** Paragraphs, fenced blocks among them, that the prompt has before, letter for letter; a part of an example belongs to that one. */
export function repeatedParagraphs(prompt: string): readonly Finding[] {
  const seen = new Set<string>();
  const found: Finding[] = [];
  const examples = examplePartsOf(prompt);
  let start = 0;
  for (const piece of prompt.split(/(\n[ \t]*\n)/)) {
    const text = piece.trim();
    if (text.length >= LEAST_UNITS) {
      const from = start + piece.indexOf(text);
      const isWithin = examples.some((part) => part.start < from && from + text.length < part.end);
      if (!seen.has(text)) seen.add(text);
      else if (!isWithin) {
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
