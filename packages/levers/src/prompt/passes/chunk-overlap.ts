import type { Pass } from "./pass.ts";
import type { Splice } from "./splice.ts";

/** Shorter overlaps save less than the note takes. */
const LEAST_UNITS = 160;
/** What chunks of retrieval overlap by is a few hundred units; more is not looked for. */
const MOST_UNITS = 4_000;
/** So many passages before a text are compared with it. */
const MOST_SIBLINGS = 20;

const note = (where: string): string => `[… as at the ${where} of an earlier passage]`;

/**
 * The stretch that two retrieved passages share because they were cut from one document with an overlap: it stays in
 * the first of them that stands in the request.
 */
export const chunkOverlap: Pass = {
  name: "chunk_overlap",
  changesQuotedText: false,
  looksAround: true,
  find: (text, { siblings }) => {
    let head = 0;
    let tail = 0;
    for (const sibling of siblings.slice(-MOST_SIBLINGS)) {
      head = Math.max(head, sharedUnits(sibling, text));
      tail = Math.max(tail, sharedUnits(text, sibling));
    }
    const found: Splice[] = [];
    if (head >= LEAST_UNITS) found.push({ start: 0, end: head, text: note("end") });
    const from = text.length - tail;
    if (tail >= LEAST_UNITS && from >= head) {
      found.push({ start: from, end: text.length, text: note("beginning") });
    }
    return found;
  },
};

/**
 * How many units the end of one text and the beginning of another have in common, by the failure function of Knuth,
 * Morris and Pratt.
 */
function sharedUnits(ending: string, beginning: string): number {
  const pattern = beginning.slice(0, MOST_UNITS);
  const text = ending.slice(-MOST_UNITS);
  if (pattern.length < LEAST_UNITS || text.length < LEAST_UNITS) return 0;
  const borders = new Int32Array(pattern.length);
  const step = (matched: number, unit: number): number => {
    let length = matched;
    while (length > 0 && (length === pattern.length || pattern.charCodeAt(length) !== unit)) {
      length = borders[length - 1] ?? 0;
    }
    return pattern.charCodeAt(length) === unit ? length + 1 : 0;
  };
  for (let at = 1; at < pattern.length; at += 1) {
    borders[at] = step(borders[at - 1] ?? 0, pattern.charCodeAt(at));
  }
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) matched = step(matched, text.charCodeAt(at));
  return matched;
}
