import type { Question } from "../question.ts";

const cardinals: ReadonlyMap<string, string> = mapOf({
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
});

const relatives: ReadonlyMap<string, string> = mapOf({
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
});

function mapOf(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words));
}

/**
 * A number in digits, or a word: in lower case. A sign stands before the number and behind nothing that it could be taken
 * from or tied to (10-20, covid-19); "5k" and "5m" are not 5.
 */
const NUMBER_OR_WORD =
  /(?<sign>(?<![\p{L}\p{M}\p{N})\]])[-\u2212])?(?<digits>\d+(?:[.,:/]\d+)*|(?<![\p{L}\p{N}.])\.\d+)(?<order>st|nd|rd|th)?(?:\s?(?<times>k|m|bn?|t)(?![\p{L}\p{M}\p{N}'’-]))?|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** A number where it stands in its text, with the words right beside it. */
type PlacedNumber = Readonly<{
  number: string;
  before: string | undefined;
  after: string | undefined;
}>;

/** The numbers of a text in order of their names. */
export type Numbers = Readonly<{
  /** Digits and cardinal numbers. */
  exact: readonly string[];
  /** The same, in the order of the text. */
  placed: readonly PlacedNumber[];
  /** Places in an order and multiples, which a text may leave out without asking something else. */
  relative: readonly string[];
}>;

/** 1) and (2) number the parts of a text. */
const LIST_MARK = /(?<=^|\s)\(?\d{1,2}\)/g;

/** All numbers of a text, in digits and in words. */
export function numbersOf({ text }: Question): Numbers {
  const relative: string[] = [];
  const tokens: (Readonly<{ number: string }> | Readonly<{ word: string }>)[] = [];
  const plainText = text.normalize("NFKC").toLowerCase().replaceAll(LIST_MARK, " ");
  for (const { 0: word, groups } of plainText.matchAll(NUMBER_OR_WORD)) {
    const number = groups?.digits === undefined ? cardinals.get(word) : written(groups);
    tokens.push(number === undefined ? { word } : { number });
    const place = relatives.get(word);
    if (place !== undefined) relative.push(place);
  }
  const wordAt = (index: number): string | undefined => {
    const token = tokens[index];
    return token !== undefined && "word" in token ? token.word : undefined;
  };
  const placed = tokens.flatMap((token, index) =>
    "number" in token
      ? [{ number: token.number, before: wordAt(index - 1), after: wordAt(index + 1) }]
      : [],
  );
  const exact = placed.map(({ number }) => number).sort();
  return { exact, placed, relative: relative.sort() };
}

type Written = Readonly<Record<string, string | undefined>>;

function written({ sign, digits = "", order = "", times = "" }: Written): string {
  const whole = digits.startsWith(".") ? `0${digits}` : digits;
  const number = plain(THOUSANDS.test(whole) ? whole.replaceAll(",", "") : whole);
  return `${sign === undefined ? "" : "-"}${number}${order}${times === "bn" ? "b" : times}`;
}

/** 5.0 and 5 are one number, 05 and 5 are not: a code may begin with 0. */
const plain = (digits: string): string =>
  /^\d+\.\d+$/.test(digits) ? digits.replace(/\.?0+$/, "") : digits;

/**
 * The first two numbers that changed places between two texts with the same ones, where the words beside them did not move
 * along: "17 minus 5" and "5 minus 17", but not "from 5 to 9" and "to 9 from 5".
 */
export function reorderedNumbers(a: Numbers, b: Numbers): readonly [string, string] | undefined {
  const at = a.placed.findIndex(({ number }, index) => number !== b.placed[index]?.number);
  const one = a.placed[at]?.number;
  const other = b.placed[at]?.number;
  if (one === undefined || other === undefined) return undefined;
  if (a.exact.join(" ") !== b.exact.join(" ")) return undefined;
  return movedAlong(a, b, "before") || movedAlong(a, b, "after") ? undefined : [one, other];
}

/** True where each number has the same word on that side in both texts, and no two have the same one. */
function movedAlong(a: Numbers, b: Numbers, side: "before" | "after"): boolean {
  const besides = ({ placed }: Numbers): string[] =>
    placed.map((one) => `${one.number} ${one[side] ?? ""}`).sort();
  const words = new Set(a.placed.map((one) => one[side]));
  return words.size === a.placed.length && besides(a).join("\n") === besides(b).join("\n");
}

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
