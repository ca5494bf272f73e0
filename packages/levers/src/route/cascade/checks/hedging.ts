import type { Check } from "../checked-answer.ts";

/** What is looked at: doubts stand at either end of an answer. */
const END = 2_000;

/** Words of doubt, in the languages that most traffic is in. */
const DOUBTS =
  /\b(?:I(?:['’]m| am) not (?:sure|certain)|not enough information|cannot be determined|it(?:['’]s| is) unclear|I don['’]t know|I do not know|might be|may be incorrect|I (?:think|believe|guess|assume)|perhaps|possibly|presumably|approximately|ich bin (?:mir )?nicht sicher|vermutlich|möglicherweise|vielleicht|je ne suis pas sûr|peut-être|probablement|no estoy segur[oa]|quizás?|tal vez|probablemente|non sono sicur[oa]|forse|não tenho certeza|talvez|misschien|waarschijnlijk|być może|chyba)(?![\p{L}])|(?:可能|也许|不确定|不清楚|かもしれません|おそらく|아마|возможно|наверное|не уверен)/giu;

/** Words of doubt: one is half, more are all of it. */
export const hedging: Check = ({ answer }) => {
  const { text } = answer;
  if (text === "") return undefined;
  const looked = text.length <= 2 * END ? text : `${text.slice(0, END)}\n${text.slice(-END)}`;
  const found = looked.match(DOUBTS);
  return found === null ? 0 : Math.min(1, found.length / 2);
};
