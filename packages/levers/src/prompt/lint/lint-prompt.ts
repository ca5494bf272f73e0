import { applySplices, type Splice } from "../passes/splice.ts";
import type { Finding } from "./finding.ts";
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
    else replaced.push(withItsLine(prompt, finding));
  }
  const kept = withoutOverlaps(replaced);
  // What goes for being the same word for word needs not be told to be similar.
  const open = found.filter(
    (finding) =>
      finding.rule !== "similar_instruction" ||
      !kept.some(({ rule, ...place }) => rule.startsWith("repeated_") && overlap(place, finding)),
  );
  return [...open, ...kept].sort((left, right) => left.start - right.start || right.end - left.end);
}

type Place = Pick<Finding, "start" | "end">;

const overlap = (one: Place, other: Place): boolean =>
  one.start < other.end && other.start < one.end;

/** What is left out takes its line with it where nothing but the mark of a list would be left. */
function withItsLine(prompt: string, finding: Finding): Finding {
  if (finding.replacement !== "") return finding;
  const lineStart = prompt.lastIndexOf("\n", finding.start - 1) + 1;
  const newline = prompt.indexOf("\n", finding.end);
  const lineEnd = newline < 0 ? prompt.length : newline + 1;
  const isAlone =
    /^[\s>#*+•-]*(?:\d+[.)]\s*)?$/.test(prompt.slice(lineStart, finding.start)) &&
    /^[\s.!*]*$/.test(prompt.slice(finding.end, lineEnd));
  return isAlone ? { ...finding, start: lineStart, end: lineEnd } : finding;
}

/** Keeps the first of those that overlap. */
function withoutOverlaps(findings: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  const taken: Place[] = [];
  for (const finding of findings) {
    if (taken.some((place) => overlap(place, finding))) continue;
    taken.push(finding);
    kept.push(finding);
  }
  return kept;
}

/** The prompt as it would be with everything that can be replaced replaced: a draft for a person to read. */
export const draftOf = (prompt: string, findings: readonly Finding[]): string =>
  applySplices(
    prompt,
    findings.flatMap(({ start, end, replacement }): Splice[] =>
      replacement === undefined ? [] : [{ start, end, text: replacement }],
    ),
  ).text;
