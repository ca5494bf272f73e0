import { examplePartsOf } from "./example-parts.ts";
import type { Sentence } from "./finding.ts";

/** A stretch of a prompt: its author's own words, or a fenced block. */
export type Stretch = Readonly<{ kind: "words" | "fenced"; start: number; end: number }>;

/** Divides a prompt into words and fenced blocks; a fence that is never closed goes to the end. */
export function stretchesOf(prompt: string): readonly Stretch[] {
  const found: Stretch[] = [];
  let start = 0;
  let fence: string | undefined;
  for (let lineStart = 0; lineStart < prompt.length; ) {
    const newline = prompt.indexOf("\n", lineStart);
    const next = newline < 0 ? prompt.length : newline + 1;
    const marker = /^ {0,3}(```|~~~)/.exec(prompt.slice(lineStart, lineStart + 8))?.[1];
    if (marker !== undefined && (fence === undefined || fence === marker)) {
      const end = fence === undefined ? lineStart : next;
      if (end > start) found.push({ kind: fence === undefined ? "words" : "fenced", start, end });
      start = end;
      fence = fence === undefined ? marker : undefined;
    }
    lineStart = next;
  }
  if (start < prompt.length) {
    found.push({ kind: fence === undefined ? "words" : "fenced", start, end: prompt.length });
  }
  return found;
}

/** Quotations and code within a line; one that is not closed goes to the line's end. */
const LITERAL =
  /"[^"]*(?:"|$)|“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|`[^`]*(?:`|$)|(?<![\p{L}\p{N}])['‘][^'’]*['’](?![\p{L}\p{N}])/gu;
const MARK = "\uFFFC";

const withoutLiterals = (line: string): string =>
  line.replace(LITERAL, (literal) => MARK.repeat(literal.length));

/** The sentences of a prompt's own words, without examples, and without the marks of lists, headings and quotations before them. */
export function sentencesOf(prompt: string): readonly Sentence[] {
  const found: Sentence[] = [];
  const examples = examplePartsOf(prompt);
  const isExample = (from: number, to: number): boolean =>
    examples.some((part) => from < part.end && part.start < to);
  for (const { kind, start, end } of stretchesOf(prompt)) {
    if (kind === "fenced") continue;
    let lineStart = start;
    for (const line of prompt.slice(start, end).split("\n")) {
      const own = withoutLiterals(line);
      for (const { segment, index } of segmenter.segment(line)) {
        const before = /^[\s>#*+•-]*(?:\d+[.)]\s+)?/.exec(segment)?.[0].length ?? 0;
        const text = segment.slice(before).trimEnd();
        const at = lineStart + index + before;
        const [from, to] = [index + before, index + before + text.length];
        if (text !== "" && !isExample(at, at + text.length)) {
          found.push({ start: at, end: at + text.length, text, own: own.slice(from, to) });
        }
      }
      lineStart += line.length + 1;
    }
  }
  return found;
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
