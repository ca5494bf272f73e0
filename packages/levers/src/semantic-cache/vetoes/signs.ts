import type { Question } from "../question.ts";

/** Runs of what expressions are written with. */
const RUN = /[-+*/^=<>!&|~\u2212\u00d7\u00f7]+/gu;
/** These compare or join, whatever stands beside them. */
const ALWAYS = /[=<>]|^(?:&&|\|\|)$/;
/** What a text in words writes as well: one text may have it and the other say it otherwise. */
const LOOSE: ReadonlySet<string> = new Set(["-", "/", "&", "|", "~"]);
/** A number, one letter or a parenthesis at the end of what stands before, or at the begin of what stands behind. */
const OPERAND_BEFORE = /(?:[\p{N})\]]|(?<![\p{L}\p{M}'’])\p{L})\s*$/u;
const OPERAND_AFTER = /^\s*(?:[\p{N}([]|\p{L}(?![\p{L}\p{M}'’]))/u;
/** How far is looked for an operand. */
const REACH = 4;

/** The operators of a text, in order of their names: "3 > 2", "a - b", "x != y", "5!", "-x". A dash between words is none. */
export function signsOf({ text }: Question): readonly string[] {
  const signs: string[] = [];
  for (const match of text.normalize("NFKC").matchAll(RUN)) {
    const run = match[0]
      .replaceAll("\u2212", "-")
      .replaceAll("\u00d7", "*")
      .replaceAll("\u00f7", "/");
    const { input, index } = match;
    const before = input.slice(Math.max(0, index - REACH), index);
    const after = input.slice(index + run.length, index + run.length + REACH);
    const sign = signOf(run, before, after);
    if (sign !== undefined) signs.push(sign);
  }
  return signs.sort();
}

function signOf(run: string, before: string, after: string): string | undefined {
  if (ALWAYS.test(run)) return run;
  // Before a word, and behind nothing: the sign of what follows. That of a number is a part of the number.
  const isPrefix = /(?:^|[\s(])$/u.test(before) && /^\p{L}/u.test(after);
  if (run === "!") return /\p{N}$/u.test(before) || isPrefix ? "!" : undefined;
  if (/^[-+]{1,2}$/.test(run) && isPrefix && !OPERAND_BEFORE.test(before)) return `prefix ${run}`;
  return OPERAND_BEFORE.test(before) && OPERAND_AFTER.test(after) ? run : undefined;
}

/** The operators that one text has and the other has not, or undefined where that may be two ways to write one thing. */
export function differingSigns(
  a: readonly string[],
  b: readonly string[],
): readonly [string, string] | undefined {
  const onlyA = without(a, b);
  const onlyB = without(b, a);
  const isOther = onlyA.length > 0 && onlyB.length > 0;
  const isTold = [...onlyA, ...onlyB].some((sign) => !LOOSE.has(sign));
  return isOther || isTold ? [onlyA.join(" "), onlyB.join(" ")] : undefined;
}

/** What is left of one list when each of another was taken away once. */
function without(list: readonly string[], taken: readonly string[]): readonly string[] {
  const left = [...taken];
  return list.filter((sign) => {
    const at = left.indexOf(sign);
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
}
