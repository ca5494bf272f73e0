import type { Question } from "../question.ts";

const cardinals: Readonly<Record<string, string>> = {
  zero: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ten: "10",
  eleven: "11",
  twelve: "12",
  thirteen: "13",
  fourteen: "14",
  fifteen: "15",
  sixteen: "16",
  seventeen: "17",
  eighteen: "18",
  nineteen: "19",
  twenty: "20",
  thirty: "30",
  forty: "40",
  fifty: "50",
  sixty: "60",
  seventy: "70",
  eighty: "80",
  ninety: "90",
  hundred: "100",
  hundreds: "100",
  thousand: "1000",
  thousands: "1000",
  million: "1000000",
  millions: "1000000",
  billion: "1e9",
  billions: "1e9",
  trillion: "1e12",
  dozen: "12",
  dozens: "12",
};

const relatives: Readonly<Record<string, string>> = {
  first: "1st",
  second: "2nd",
  third: "3rd",
  fourth: "4th",
  fifth: "5th",
  sixth: "6th",
  seventh: "7th",
  eighth: "8th",
  ninth: "9th",
  tenth: "10th",
  once: "1x",
  twice: "2x",
  thrice: "3x",
  single: "single",
  double: "double",
  triple: "triple",
  half: "1/2",
  quarter: "1/4",
  both: "both",
};

const DIGITS = /\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?/g;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** The numbers of a text in order of their names. */
export type Numbers = Readonly<{
  /** Digits and cardinal numbers. */
  exact: readonly string[];
  /** Places in an order and multiples, which a text may leave out without asking something else. */
  relative: readonly string[];
}>;

/** 1) and (2) number the parts of a text. */
const LIST_MARK = /(?<=^|\s)\(?\d{1,2}\)/g;

/** All numbers of a text, in digits and in words. */
export function numbersOf({ text, words }: Question): Numbers {
  const exact: string[] = [];
  const relative: string[] = [];
  const plainText = text.normalize("NFKC").toLowerCase().replaceAll(LIST_MARK, " ");
  for (const [digits] of plainText.matchAll(DIGITS)) {
    exact.push(plain(THOUSANDS.test(digits) ? digits.replaceAll(",", "") : digits));
  }
  for (const { lower } of words) {
    if (Object.hasOwn(cardinals, lower)) exact.push(cardinals[lower] ?? lower);
    else if (Object.hasOwn(relatives, lower)) relative.push(relatives[lower] ?? lower);
  }
  return { exact: exact.sort(), relative: relative.sort() };
}

/** 5.0 and 5 are one number, 05 and 5 are not: a code may begin with 0. */
const plain = (digits: string): string =>
  /^\d+\.\d+$/.test(digits) ? digits.replace(/\.?0+$/, "") : digits;

/** The numbers that one text has and the other has not, or undefined where nothing differs. */
export function differingNumbers(a: Numbers, b: Numbers): readonly [string, string] | undefined {
  // Where only one of them has a number, and that is "one", it is taken as the pronoun.
  const isPronoun = a.exact.length === 0 || b.exact.length === 0;
  const named = ({ exact }: Numbers): string =>
    (isPronoun ? exact.filter((number) => number !== "1") : exact).join(" ");
  if (named(a) !== named(b)) return [named(a), named(b)];
  const ofA = a.relative.join(" ");
  const ofB = b.relative.join(" ");
  return ofA === ofB || ofA === "" || ofB === "" ? undefined : [ofA, ofB];
}
