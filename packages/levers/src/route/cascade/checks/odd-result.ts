import type { Check } from "../checked-answer.ts";

const ASKS =
  /\bhow (?:many|much|far|long|old)\b|\bwie ?viele?\b|\bcombien\b|\bcuánt[oa]s?\b|\bquant[ioea]\b|多少|いくつ|сколько/iu;
const MOST_CHARACTERS = 32_768;

/** The prompt asks for a number: the answer ends with none, with one below nothing, or with a broken one. */
export const oddResult: Check = ({ prompt, answer }) => {
  if (!ASKS.test(prompt.slice(-MOST_CHARACTERS)) || answer.text === "") return undefined;
  const numbers = answer.text.slice(-MOST_CHARACTERS).match(/-?\d[\d,]{0,17}(?:\.\d{1,12})?/g);
  const last = numbers?.at(-1);
  if (last === undefined) return 1;
  const number = Number(last.replaceAll(",", ""));
  if (number < 0) return 1;
  return Number.isInteger(number) ? 0 : 0.5;
};
