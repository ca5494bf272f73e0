import { answerKeyOf } from "@headgate/levers";

/** A text so short is a name, a class or a number: it means what it says. */
const MOST_OF_LABEL = 64;

/**
 * Whether two answers say the same, where their form tells: the same JSON, or the same words. Short answers and JSON that
 * differ are different; of longer texts form does not tell, and that is undefined.
 */
export function sameByForm(a: string, b: string): boolean | undefined {
  if (answerKeyOf(a) === answerKeyOf(b)) return true;
  return isExact(a) && isExact(b) ? false : undefined;
}

const isExact = (text: string): boolean => {
  const bare = text.trim();
  return bare.length <= MOST_OF_LABEL || isJson(bare);
};

function isJson(text: string): boolean {
  if (!/^[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
