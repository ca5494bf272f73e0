import type { Pass } from "./pass.ts";
import type { Splice } from "./splice.ts";

/** So many blank lines in a row stay: more say no more. */
const MOST_BLANK_LINES = 2;
/** How a hunk, or a file's part, of a diff begins. */
const DIFF = /^(?:@@ .* @@|diff --git )/m;

/**
 * White space at the ends of lines, and blank lines beyond two in a row. Fenced blocks stay as they are, and so do
 * two spaces behind words, which are Markdown's line break, and tabs behind words, which are a table's empty columns. In a
 * diff a line of one space is an empty line of both files: that text stays.
 */
export const blankLines: Pass = {
  name: "blank_lines",
  changesQuotedText: true,
  looksAround: false,
  find: (text) => {
    if (!/[ \t]\r?\n|(?:\n\r?){4}|[ \t]$/.test(text) || DIFF.test(text)) return [];
    const found: Splice[] = [];
    let blank = 0;
    let fence: string | undefined;
    for (let lineStart = 0; lineStart < text.length; ) {
      const newline = text.indexOf("\n", lineStart);
      const next = newline < 0 ? text.length : newline + 1;
      const line = text.slice(lineStart, next);
      const marker = /^ {0,3}(```|~~~)/.exec(line)?.[1];
      if (fence !== undefined || marker !== undefined) {
        if (fence === undefined) fence = marker;
        else if (marker === fence) fence = undefined;
        blank = 0;
      } else {
        const { words, spaces } = partsOf(line);
        blank = words === 0 && newline >= 0 ? blank + 1 : 0;
        if (blank > MOST_BLANK_LINES) found.push({ start: lineStart, end: next, text: "" });
        else if (spaces !== "" && !(words > 0 && (spaces === "  " || spaces.includes("\t")))) {
          const start = lineStart + words;
          found.push({ start, end: start + spaces.length, text: "" });
        }
      }
      lineStart = next;
    }
    return found;
  },
};

/** How long a line is without the white space at its end, and the white space before its line break. */
function partsOf(line: string): Readonly<{ words: number; spaces: string }> {
  let end = line.length;
  if (line[end - 1] === "\n") end -= 1;
  if (line[end - 1] === "\r") end -= 1;
  let words = end;
  while (words > 0 && (line[words - 1] === " " || line[words - 1] === "\t")) words -= 1;
  return { words, spaces: line.slice(words, end) };
}
