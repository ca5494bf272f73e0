import type { LintRule } from "@headgate/contract";

/** A part of a prompt that could be shorter. Nothing is changed by it: a person decides. */
export type Finding = Readonly<{
  rule: LintRule;
  /** Its place in the prompt, in UTF-16 units. */
  start: number;
  end: number;
  reason: string;
  /** What to put in its place; undefined where only a person can say. */
  replacement: string | undefined;
}>;

/** One sentence or list item of a prompt's own words; code, quotations and examples are none of them. */
export type Sentence = Readonly<{
  start: number;
  end: number;
  text: string;
  /** The text with a mark for each unit of a quotation and of code within the line: what stands there is not the author's to shorten. */
  own: string;
}>;

/** More findings of a kind than this tell no more: the rest is not looked for. */
export const MOST_FINDINGS = 1_000;
