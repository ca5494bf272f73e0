import type { Check } from "../checked-answer.ts";

/** A limit so low cuts every model's answer: one word, a letter, a number. */
const LEAST_LIMIT = 32;

/** The answer ran into a limit of its length, or of what the model can hold. */
export const cut: Check = ({ asked, answer }) => {
  const limit = asked?.maxOutputTokens;
  if (answer.stop === undefined || (limit !== undefined && limit <= LEAST_LIMIT)) return undefined;
  return answer.stop === "length" || answer.stop === "context-full" ? 1 : 0;
};
