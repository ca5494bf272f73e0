import { type Finding, MOST_FINDINGS } from "./finding.ts";
import { stretchesOf } from "./own-words.ts";

type Padding = Readonly<{ where: RegExp; reason: string; replacement: string }>;

const kinds: readonly Padding[] = [
  {
    where: /^[ \t]*(?:[=*~#_-][ \t]?){6,}[ \t]*\n?/gm,
    reason: "A ruler: headings divide a prompt as well.",
    replacement: "",
  },
  {
    where: /\n(?:[ \t]*\n){2,}/g,
    reason: "Several blank lines: one divides as well.",
    replacement: "\n\n",
  },
  {
    where: /(?<![ \t])[ \t]+(?=\n)/g,
    reason: "White space at the end of a line.",
    replacement: "",
  },
  {
    where: /(?<=\S)[ \t]{3,}(?=\S)/g,
    reason: "White space that lines columns up: one space divides as well.",
    replacement: " ",
  },
];

const RULER = /^[ \t]*([=*~#_-])/;

/** The marks that the prompt speaks of where it has words as well: rulers of these are what the words are about. */
function namedMarks(prompt: string): ReadonlySet<string> {
  const lines = prompt.split("\n").filter((line) => /\p{L}/u.test(line));
  const isNamed = (mark: string): boolean => lines.some((line) => line.includes(mark.repeat(3)));
  return new Set("=*~#_-".split("").filter(isNamed));
}

/** Marks and white space for the eye; a model reads them as tokens. Fenced blocks stay. */
export function padding(prompt: string): readonly Finding[] {
  const found: Finding[] = [];
  const named = namedMarks(prompt);
  for (const { kind, start: from, end: to } of stretchesOf(prompt)) {
    if (kind === "fenced") continue;
    const words = prompt.slice(from, to);
    for (const { where, reason, replacement } of kinds) {
      for (const { 0: matched, index } of words.matchAll(where)) {
        const mark = RULER.exec(matched)?.[1];
        if (mark !== undefined && named.has(mark)) continue;
        const start = from + index;
        const end = start + matched.length;
        if (found.length === MOST_FINDINGS) return found;
        if (found.some((other) => other.start < end && start < other.end)) continue;
        found.push({ rule: "padding", start, end, reason, replacement });
      }
    }
  }
  return found;
}
