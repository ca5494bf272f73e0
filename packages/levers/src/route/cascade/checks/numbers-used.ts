import type { Check } from "../checked-answer.ts";

const MOST_CHARACTERS = 32_768;
const MOST_NUMBERS = 200;

/** How many of the prompt's numbers an answer that works with numbers leaves out, as a share of them. */
export const numbersUnused: Check = ({ prompt, answer }) => {
  const asked = numbersIn(prompt);
  const told = numbersIn(answer.text);
  if (asked.size < 2 || told.size === 0) return undefined;
  let used = 0;
  for (const number of asked) if (told.has(number)) used += 1;
  return 1 - used / asked.size;
};

function numbersIn(text: string): ReadonlySet<string> {
  const numbers = new Set<string>();
  for (const [number] of text.slice(0, MOST_CHARACTERS).matchAll(/\d[\d,]{0,17}(?:\.\d{1,12})?/g)) {
    numbers.add(String(Number(number.replaceAll(",", ""))));
    if (numbers.size === MOST_NUMBERS) break;
  }
  return numbers;
}
