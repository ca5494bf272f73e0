import type { Check } from "../checked-answer.ts";

/** Shorter than answers to this task are: the more, the shorter. */
export const short: Check = ({ answer, usuallyAbove }) => {
  if (usuallyAbove === undefined || usuallyAbove <= 0 || answer.toolCalls.length > 0) {
    return undefined;
  }
  return Math.max(0, 1 - answer.text.trim().length / usuallyAbove);
};
