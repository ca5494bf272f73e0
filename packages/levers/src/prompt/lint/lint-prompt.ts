import { applySplices, type Splice } from "../passes/splice.ts";
import type { Finding, LintRule } from "./finding.ts";
import { longExamples } from "./long-examples.ts";
import { sentencesOf } from "./own-words.ts";
import { padding } from "./padding.ts";
import { fillerPhrases, politePhrases } from "./phrases.ts";
import { repeatedParagraphs } from "./repeated-paragraphs.ts";
import { repeatedSentences } from "./repeated-sentences.ts";
import { similarInstructions } from "./similar-instructions.ts";

/** Longer prompts are looked at up to here. */
export const MOST_LINTED_UNITS = 400_000;

/**
 * What could be shorter in a prompt, in the order of the text. Of findings that overlap, the first of these stands:
 * repeated blocks, repeated sentences, then what is within a sentence.
 */
export function lintPrompt(whole: string): readonly Finding[] {
  const prompt = whole.slice(0, MOST_LINTED_UNITS);
  const sentences = sentencesOf(prompt);
  const found: Finding[] = [];
  const replaced: Finding[] = [];
  for (const finding of [
    ...repeatedParagraphs(prompt),
    ...repeatedSentences(sentences),
    ...longExamples(prompt),
    ...similarInstructions(sentences),
    ...fillerPhrases(sentences),
    ...politePhrases(sentences),
    ...padding(prompt),
  ]) {
    // What only a person can shorten hides nothing that lies in it.
    if (finding.replacement === undefined) found.push(finding);
    else replaced.push(finding);
  }
  return [...found, ...withoutOverlaps(replaced)].sort(
    (left, right) => left.start - right.start || right.end - left.end,
  );
}

/** Keeps the first of those that overlap. */
function withoutOverlaps(findings: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  const taken: Readonly<{ start: number; end: number }>[] = [];
  for (const finding of findings) {
    if (taken.some(({ start, end }) => finding.start < end && start < finding.end)) continue;
    taken.push(finding);
    kept.push(finding);
  }
  return kept;
}

/** The prompt as it would be with everything that can be replaced replaced: a draft for a person to read. */
export function draftOf(prompt: string, findings: readonly Finding[]): string {
  const splices: Splice[] = findings.flatMap(({ start, end, replacement }) =>
    replacement === undefined ? [] : [{ start, end, text: replacement }],
  );
  const { text } = applySplices(prompt, splices);
  return capitalisedAfterLoss(text)
    .replace(/^[ \t]*(?:[-*+•]|\d+[.)])[ \t]*$\n?/gm, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A sentence whose first words went begins with a small letter: at a line's beginning it gets a capital. */
const capitalisedAfterLoss = (text: string): string =>
  text.replace(
    /^((?:[-*+•]|\d+[.)])?[ \t]*)([a-z])(?=[a-z]* )/gm,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );

/** How many findings of each rule there are. */
export function findingsByRule(findings: readonly Finding[]): ReadonlyMap<LintRule, number> {
  const counts = new Map<LintRule, number>();
  for (const { rule } of findings) {
    const before = counts.get(rule);
    counts.set(rule, before === undefined ? 1 : before + 1);
  }
  return counts;
}
