import { isJsonText, jsonSpaces } from "./json-spaces.ts";
import type { Pass } from "./pass.ts";
import { type Splice, unitsTaken } from "./splice.ts";

/** Less is not worth a change of the body. */
const LEAST_UNITS = 8;

/** Opens a block of a Markdown text that says it is JSON. */
const FENCE = "```json";

/**
 * JSON without the white space between its tokens: a text that is JSON as a whole, else its fenced `json` blocks.
 * Nothing is written anew, so no number and no escape changes.
 */
export const compactJson: Pass = {
  name: "json",
  changesQuotedText: true,
  looksAround: false,
  find: (text) => {
    const found = isJsonText(text) ? jsonSpaces(text, 0, text.length) : fencedSpaces(text);
    return unitsTaken(found) < LEAST_UNITS ? [] : found;
  },
};

function fencedSpaces(text: string): Splice[] {
  if (!text.includes(FENCE)) return [];
  const found: Splice[] = [];
  let opened: number | undefined;
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf("\n", lineStart);
    const next = newline < 0 ? text.length : newline + 1;
    // Longer lines are no fences.
    const line = text.slice(lineStart, Math.min(next, lineStart + 40)).trimEnd();
    if (line === FENCE) opened = next;
    else if (line.startsWith("```")) {
      const body = opened === undefined ? "" : text.slice(opened, lineStart);
      if (opened !== undefined && line === "```" && isJsonText(body)) {
        // The line break before the closing fence stays.
        found.push(...jsonSpaces(text, opened, opened + body.trimEnd().length));
      }
      opened = undefined;
    }
    lineStart = next;
  }
  return found;
}
