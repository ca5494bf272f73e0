import { type EarlierTexts, type Line, linesOf, SHINGLE } from "./earlier-texts.ts";
import { isJsonText } from "./json-spaces.ts";
import type { Pass } from "./pass.ts";
import type { Splice } from "./splice.ts";

/** Fewer lines in a row may be the same by chance. */
const LEAST_LINES = 6;
const LEAST_UNITS = 300;

/**
 * Lines that an earlier tool result of the request already has, such as a file that is read again: the first and the
 * last line stay, a note stands for those between. JSON stays: records are alike by nature. Within one text nothing is
 * taken for a repetition.
 */
export const repeatedBlocks: Pass = {
  name: "repeated_blocks",
  changesQuotedText: false,
  looksAround: true,
  find: (text, { earlier }) => {
    if (earlier.isEmpty || text.length < LEAST_UNITS || isJsonText(text)) return [];
    const lines = linesOf(text);
    if (lines.length < LEAST_LINES) return [];
    const found: Splice[] = [];
    for (let at = 0; at + LEAST_LINES <= lines.length; ) {
      const length = longestBlock(lines, at, earlier);
      const [first, last] = [lines[at + 1], lines[at + length - 1]];
      if (first === undefined || last === undefined || length < LEAST_LINES) at += 1;
      else {
        const units = last.start - first.start;
        if (units >= LEAST_UNITS) {
          const note = `[${length - 2} lines as in an earlier result, left out here]\n`;
          found.push({ start: first.start, end: last.start, text: note });
        }
        at += length;
      }
    }
    return found;
  },
};

function longestBlock(lines: readonly Line[], at: number, earlier: EarlierTexts): number {
  let longest = 0;
  for (const [other, otherAt] of earlier.placesOf(lines, at)) {
    let length = SHINGLE;
    while (
      at + length < lines.length &&
      otherAt + length < other.length &&
      lines[at + length]?.text === other[otherAt + length]?.text
    ) {
      length += 1;
    }
    longest = Math.max(longest, length);
  }
  return longest;
}
