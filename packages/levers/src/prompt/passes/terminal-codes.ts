import type { Pass } from "./pass.ts";
import type { Splice } from "./splice.ts";

const esc = "\u001b";

/**
 * Control sequences as ECMA-48 (5th edition, §5.3 and §5.4) lays them out: `ESC [` with parameters, intermediates
 * and a final byte; strings after `ESC ]`, `P`, `X`, `^`, `_` up to BEL or `ESC \`, within one line; and the
 * two-byte ones.
 */
const sequences = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^${esc}\\u0007\\n]*(?:\\u0007|${esc}\\\\)|[ -/]*[0-Z\\\\\`-~])`,
  "g",
);

/**
 * What a terminal does not show: colours and other control sequences, and the states of a progress line that a later
 * one wrote over whole. A line of which something earlier would still be seen stays, and so does what only looks so: in files
 * that end their lines with a carriage return alone each is a record.
 */
export const terminalCodes: Pass = {
  name: "terminal_codes",
  changesQuotedText: false,
  looksAround: false,
  find: (text) => {
    if (!text.includes(esc) && !text.includes("\r")) return [];
    const codes = [...text.matchAll(sequences)].map(({ 0: code, index }) => ({
      start: index,
      end: index + code.length,
      code,
    }));
    return withoutCodes(text, codes);
  },
};

type Code = Readonly<{ start: number; end: number; code: string }>;

function withoutCodes(text: string, codes: readonly Code[]): Splice[] {
  const found: Splice[] = [];
  const hasLines = text.includes("\n");
  let next = 0;
  for (let lineStart = 0; lineStart <= text.length; ) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    const ofLine: Code[] = [];
    for (let code = codes[next]; code !== undefined && code.start < lineEnd; code = codes[next]) {
      ofLine.push(code);
      next += 1;
    }
    const shownFrom = overwrittenUpTo(text, { lineStart, lineEnd, hasLines }, ofLine);
    if (shownFrom > lineStart) found.push({ start: lineStart, end: shownFrom, text: "" });
    for (const { start, end } of ofLine) {
      if (start >= shownFrom) found.push({ start, end, text: "" });
    }
    lineStart = lineEnd + 1;
  }
  return found;
}

/** Where what is seen of a line begins: behind its last carriage return, if all before is written over. */
function overwrittenUpTo(
  text: string,
  {
    lineStart,
    lineEnd,
    hasLines,
  }: Readonly<{ lineStart: number; lineEnd: number; hasLines: boolean }>,
  codes: readonly Code[],
): number {
  // "\r\n" ends a line; only a return within it goes back.
  const end = text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd;
  const last = text.lastIndexOf("\r", end - 1);
  const isInCode = codes.some((code) => code.start < last && code.end > last);
  if (last < lineStart || isInCode) return lineStart;
  const erases = codes.some(({ start, code }) => start > last && /\[[02]?K$/.test(code));
  if (erases) return last + 1;
  const states = text.slice(lineStart, last).replace(sequences, "").split("\r");
  const width = text.slice(last + 1, end).replace(sequences, "").length;
  const isWhole = hasLines && states.every((state) => state.length <= width);
  return isWhole && areStatesOfOneLine(states) ? last + 1 : lineStart;
}

/** A share, a count of a total, a rate, a bar or a spinner: what a line shows of how far something is. */
const PROGRESS =
  /\d\s*%|\d\s*\/\s*\d|\d\s?(?:[kKMG]i?)?(?:B|it|bit)\/s|[=#█▉▊▋▌▍▎▏░▒▓━─]{3,}|[\u2800-\u28ff◐-◓]|^\s*[-|/\\](?:\s|$)/u;
/** Numbers with what they count, and all that is no letter. */
const COUNTED = /\d[\d.,:]*\s?\p{L}{0,5}(?:\/s)?|[^\p{L}\d]+/gu;

/** True where each state shows progress, of the same thing. */
function areStatesOfOneLine(states: readonly string[]): boolean {
  const shown = states.filter((state) => state.trim() !== "");
  const [first] = shown;
  if (first === undefined) return true;
  const about = first.replace(COUNTED, "");
  return shown.every((state) => PROGRESS.test(state) && state.replace(COUNTED, "") === about);
}
