import { stemmer } from "stemmer";
import { isStopWord } from "./stop-words.ts";

/** A word of a question: as it was written, in lower case, and its stem. */
export type Word = Readonly<{ written: string; lower: string; stem: string }>;

/** A question taken apart, once, for all comparisons that it will be in. */
export type Question = Readonly<{
  text: string;
  words: readonly Word[];
  /** The words that carry meaning of their own, in their order. */
  content: readonly Word[];
  lowers: ReadonlySet<string>;
  stems: ReadonlySet<string>;
}>;

/** Letters with inner apostrophes and hyphens; what holds digits is a number's or an identifier's matter. */
const WORD = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu;

/** Takes a question apart into words. */
export function readQuestion(text: string): Question {
  const words: Word[] = [];
  for (const [written] of text.normalize("NFKC").matchAll(WORD)) {
    const lower = written.toLowerCase().replaceAll("’", "'");
    words.push({ written, lower, stem: stemmer(lower) });
  }
  return {
    text,
    words,
    content: words.filter(({ lower }) => !isStopWord(lower)),
    lowers: new Set(words.map(({ lower }) => lower)),
    stems: new Set(words.map(({ stem }) => stem)),
  };
}

/** So many words of meaning a short question has at most; in it, each of them counts. */
const SHORT = 8;

/** True for a question in which one changed word of meaning changes what is asked. */
export const isShort = ({ content }: Question): boolean => content.length <= SHORT;
