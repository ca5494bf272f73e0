import type { Question } from "../question.ts";

const negators: ReadonlySet<string> = new Set(
  `not no never none nothing nobody neither nor without cannot nowhere unless except hardly barely scarcely
  dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt havent hasnt hadnt aint`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** True for a word that negates something: "not", "hasn't", "without". */
export const isNegator = (lower: string): boolean => negators.has(lower) || lower.endsWith("n't");

/** How many words of a text negate something; a "no" that begins an answer does not. */
export const negationsOf = ({ text, words }: Question): number =>
  words.reduce((count, { lower }) => (isNegator(lower) ? count + 1 : count), 0) -
  (/^\s*no\s*[,.!]/i.test(text) ? 1 : 0);
