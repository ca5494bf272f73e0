import type { Check } from "../checked-answer.ts";

/** There is nothing in it: no text but white space and marks, and no call of a tool. */
export const empty: Check = ({ answer }) =>
  answer.toolCalls.length > 0 || /[\p{L}\p{N}\p{S}]/u.test(answer.text) ? 0 : 1;
