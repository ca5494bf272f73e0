import { isShort, type Question, type Word } from "../question.ts";
import type { Change } from "./changed-words.ts";
import { ownOpposites } from "./opposite-words.ts";
import { wordnetAntonyms } from "./wordnet.ts";

/** Word → its opposites, all in lower case. */
const opposites: ReadonlyMap<string, ReadonlySet<string>> = opposing();

function opposing(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (one: string, other: string): void => {
    const known = found.get(one);
    if (known === undefined) found.set(one, new Set([other]));
    else known.add(other);
  };
  for (const [ones, others] of ownOpposites) {
    for (const one of ones) {
      for (const other of others) {
        add(one, other);
        add(other, one);
      }
    }
  }
  for (const [one, other] of wordnetAntonyms) {
    if (one === undefined || other === undefined) continue;
    add(one, other);
    add(other, one);
  }
  return found;
}

/** Prefixes that turn a word into its opposite. */
const PREFIXES = [
  "un",
  "in",
  "im",
  "ir",
  "il",
  "dis",
  "non",
  "mis",
  "de",
  "anti",
  "counter",
  "ab",
] as const;
/** Pairs of prefixes of which one says the opposite of the other: overpaid, underpaid. */
const PREFIX_PAIRS = [
  ["over", "under"],
  ["pre", "post"],
  ["hyper", "hypo"],
  ["in", "ex"],
  ["im", "ex"],
  ["inter", "intra"],
  ["up", "down"],
  ["out", "in"],
  ["macro", "micro"],
  ["maxi", "mini"],
  ["pro", "anti"],
  ["en", "dis"],
  ["ac", "de"],
  ["as", "de"],
] as const;

/**
 * The first two opposites of which each text has one: in the same place or beside it, or, in short questions, words of
 * meaning anywhere. In a longer text that says the same in other words, "from" here and "to" there mean nothing.
 */
export function opposedWords(
  a: Question,
  b: Question,
  changes: readonly Change[],
): readonly [string, string] | undefined {
  for (const change of changes) {
    const found =
      firstOpposed(change.a, change.b) ??
      firstOpposed(joined(change.a), change.around) ??
      reversed(firstOpposed(joined(change.b), change.around));
    if (found !== undefined) return found;
  }
  return isShort(a) && isShort(b) ? firstOpposed(only(a, b), only(b, a)) : undefined;
}

/** Words that were put in beside their opposite: "before and after". */
const joined = (words: readonly Word[]): readonly Word[] =>
  words.some(({ lower }) => lower === "and" || lower === "or") ? words : [];

const only = ({ content }: Question, { lowers }: Question): readonly Word[] =>
  content.filter(({ lower }) => !lowers.has(lower));

function firstOpposed(
  words: readonly Word[],
  others: readonly Word[],
): readonly [string, string] | undefined {
  for (const word of words) {
    const other = others.find((candidate) => areOpposites(word, candidate));
    if (other !== undefined) return [word.lower, other.lower];
  }
  return undefined;
}

const reversed = (
  pair: readonly [string, string] | undefined,
): readonly [string, string] | undefined => pair && [pair[1], pair[0]];

/** True where one word says the opposite of the other, whatever their endings. */
function areOpposites(a: Word, b: Word): boolean {
  if (a.lower === b.lower) return false;
  const formsOfB = formsOf(b);
  for (const form of formsOf(a)) {
    const known = opposites.get(form);
    if (known !== undefined && formsOfB.some((other) => known.has(other))) return true;
  }
  return differByPrefix(a, b) || differBySuffix(a.lower, b.lower);
}

/** The word itself, its stem, and what a comparative, a plural or a verb's form may come from. */
function formsOf({ lower, stem }: Word): readonly string[] {
  const forms = new Set([lower, stem]);
  for (const [ending, others] of ENDINGS) {
    if (lower.length > ending.length + 2 && lower.endsWith(ending)) {
      const root = lower.slice(0, -ending.length);
      for (const other of others) forms.add(root + other);
      // stopped, biggest: the doubled letter goes.
      if (root.at(-1) === root.at(-2)) forms.add(root.slice(0, -1));
    }
  }
  return [...forms];
}

const ENDINGS: readonly (readonly [string, readonly string[]])[] = [
  ["iest", ["y"]],
  ["ier", ["y"]],
  ["est", ["", "e"]],
  ["er", ["", "e"]],
  ["ied", ["y"]],
  ["ies", ["y"]],
  ["ed", ["", "e"]],
  ["ing", ["", "e"]],
  ["es", ["", "e"]],
  ["s", [""]],
  ["ily", ["y"]],
  ["ly", ["", "le"]],
];

function differByPrefix(a: Word, b: Word): boolean {
  for (const prefix of PREFIXES) {
    if (isPrefixed(a, b, prefix) || isPrefixed(b, a, prefix)) return true;
  }
  for (const [one, other] of PREFIX_PAIRS) {
    if (sharesRoot(a, b, one, other) || sharesRoot(a, b, other, one)) return true;
  }
  return false;
}

/** unsafe, safe: the roots agree by stem. At least three letters of a root, so that "under" is not "der". */
const isPrefixed = (longer: Word, shorter: Word, prefix: string): boolean =>
  shorter.lower.length >= 3 &&
  longer.lower.startsWith(prefix) &&
  (longer.lower.slice(prefix.length) === shorter.lower ||
    (shorter.stem.length >= 3 && longer.stem === prefix + shorter.stem));

const sharesRoot = (a: Word, b: Word, ofA: string, ofB: string): boolean =>
  a.lower.startsWith(ofA) &&
  b.lower.startsWith(ofB) &&
  a.lower.length - ofA.length >= 3 &&
  a.stem.slice(ofA.length) === b.stem.slice(ofB.length);

/** careful, careless. */
function differBySuffix(a: string, b: string): boolean {
  const root = a.endsWith("ful") ? a.slice(0, -3) : undefined;
  const rootOfB = b.endsWith("ful") ? b.slice(0, -3) : undefined;
  return (
    (root !== undefined && b === `${root}less`) || (rootOfB !== undefined && a === `${rootOfB}less`)
  );
}
