import { stemmer } from "stemmer";
import { isShort, type Question, type Word } from "../question.ts";
import { isStopWord } from "../stop-words.ts";
import type { Change } from "./changed-words.ts";
import { isNegator } from "./negations.ts";
import { wordnetSynonyms } from "./wordnet.ts";

/** Stem → stems of words that can mean the same. */
const synonyms: ReadonlyMap<string, ReadonlySet<string>> = meaningTheSame();

function meaningTheSame(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const group of wordnetSynonyms) {
    const stems = group.map(stemmer);
    for (const stem of stems) {
      const known = found.get(stem);
      if (known === undefined) found.set(stem, new Set(stems));
      else for (const other of stems) known.add(other);
    }
  }
  return found;
}

/**
 * The one word of meaning in which two short questions differ, where all else is the same and the two words are not known to
 * mean the same: "weather in paris", "weather in london". Between such questions nothing else can make a difference.
 */
export function substitutedWord(
  a: Question,
  b: Question,
  changes: readonly Change[],
): readonly [string, string] | undefined {
  if (!isShort(a) || !isShort(b)) return undefined;
  let substituted: readonly [string, string] | undefined;
  for (const change of changes) {
    const [one, ...moreOfA] = ofMeaning(change.a);
    const [other, ...moreOfB] = ofMeaning(change.b);
    if (one === undefined && other === undefined) continue;
    if (one === undefined || other === undefined || moreOfA.length + moreOfB.length > 0) {
      return undefined;
    }
    if (mayMeanTheSame(one, other)) continue;
    if (substituted !== undefined) return undefined;
    substituted = [one.lower, other.lower];
  }
  return substituted;
}

/** What negates is counted by a veto of its own. */
const ofMeaning = (words: readonly Word[]): readonly Word[] =>
  words.filter(({ lower }) => !isStopWord(lower) && !isNegator(lower));

function mayMeanTheSame(one: Word, other: Word): boolean {
  if (synonyms.get(one.stem)?.has(other.stem) === true) return true;
  return sharesRoot(one.lower, other.lower) || isSlip(one.lower, other.lower);
}

/** pay and payment, deliver and delivery. */
function sharesRoot(one: string, other: string): boolean {
  const root = Math.max(4, Math.min(one.length, other.length) - 2);
  return one.slice(0, root) === other.slice(0, root);
}

/** One letter added, left out, exchanged or swapped with the next, in a word of five letters or more. */
function isSlip(one: string, other: string): boolean {
  if (one.length < 5 || other.length < 5 || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(one.length, other.length) - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end += 1;
  }
  const ofOne = one.slice(start, one.length - end);
  const ofOther = other.slice(start, other.length - end);
  if (ofOne.length <= 1 && ofOther.length <= 1) return true;
  return ofOne.length === 2 && ofOne[0] === ofOther[1] && ofOne[1] === ofOther[0];
}
