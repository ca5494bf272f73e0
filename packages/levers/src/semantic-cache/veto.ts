import type { Question } from "./question.ts";
import { readQuestion } from "./question.ts";
import { swappedArguments } from "./vetoes/argument-order.ts";
import { changedWords, isSmallEdit } from "./vetoes/changed-words.ts";
import { differingNames, namesOf, signedNameOfOne } from "./vetoes/names.ts";
import { negationsOf } from "./vetoes/negations.ts";
import { differingNumbers, type Numbers, numbersOf, reorderedNumbers } from "./vetoes/numbers.ts";
import { opposedWords } from "./vetoes/opposites.ts";
import { differingSigns, signsOf } from "./vetoes/signs.ts";
import { substitutedWord } from "./vetoes/substituted-word.ts";
import { differingUnits, unitsOf } from "./vetoes/units.ts";

const vetoKinds = [
  "number",
  "sign",
  "negation",
  "opposite",
  "unit",
  "order",
  "name",
  "word",
] as const;
export type VetoKind = (typeof vetoKinds)[number];

/** Why two questions are not one, however near their vectors lie, and the words that show it. */
export type Veto = Readonly<{ kind: VetoKind; a: string; b: string }>;

/** A question with all that the vetoes compare. */
export type ComparableQuestion = Readonly<{
  question: Question;
  numbers: Numbers;
  /** Operators, as expressions and code have them. */
  signs: readonly string[];
  negations: number;
  units: ReadonlySet<string>;
  names: ReadonlySet<string>;
}>;

/** Reads once what every comparison of a question needs. */
export function comparable(text: string): ComparableQuestion {
  const question = readQuestion(text);
  return {
    question,
    numbers: numbersOf(question),
    signs: signsOf(question),
    negations: negationsOf(question),
    units: unitsOf(question),
    names: namesOf(question),
  };
}

/**
 * The first reason why two questions cannot have one answer, or undefined where none is seen. Sentence vectors are
 * blind to such edits: a changed number, "not", an opposite, a unit, swapped arguments and another name keep most
 * pairs above a cosine of 0.95.
 */
export function vetoOf(a: ComparableQuestion, b: ComparableQuestion): Veto | undefined {
  const numbers = differingNumbers(a.numbers, b.numbers);
  if (numbers !== undefined) return veto("number", numbers);
  const units = differingUnits(a.units, b.units, a.numbers.exact.length > 0);
  if (units !== undefined) return veto("unit", units);
  const names = differingNames(a, b);
  if (names !== undefined) return veto("name", names);
  return smallEditVeto(a, b);
}

function smallEditVeto(a: ComparableQuestion, b: ComparableQuestion): Veto | undefined {
  const changes = changedWords(a.question, b.question);
  if (!isSmallEdit(a.question, b.question, changes)) return undefined;
  if (a.negations !== b.negations) {
    return veto("negation", [String(a.negations), String(b.negations)]);
  }
  const signs = differingSigns(a.signs, b.signs);
  if (signs !== undefined) return veto("sign", signs);
  const reordered = reorderedNumbers(a.numbers, b.numbers);
  if (reordered !== undefined) return veto("order", reordered);
  const signed = signedNameOfOne(a, b);
  if (signed !== undefined) return veto("name", signed);
  const opposed = opposedWords(a.question, b.question, changes);
  if (opposed !== undefined) return veto("opposite", opposed);
  const swapped = swappedArguments(a.question, b.question);
  if (swapped !== undefined) return veto("order", swapped);
  const substituted = substitutedWord(a.question, b.question, changes);
  return substituted === undefined ? undefined : veto("word", substituted);
}

const veto = (kind: VetoKind, [a, b]: readonly [string, string]): Veto => ({ kind, a, b });
