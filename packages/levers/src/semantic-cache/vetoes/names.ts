import type { Question } from "../question.ts";
import { isStopWord } from "../stop-words.ts";

/** What looks like code, a file, a product or an address: it holds a digit, a sign or a capital inside. */
const IDENTIFIER =
  /[\p{L}\d]*(?:[_@#\\/]|::|->|\(\)|\.(?=[\p{L}\d])|-(?=\d)|(?<=\p{Ll})\p{Lu}|\d(?=\p{L})|(?<=\p{L})\d|(?<=\p{L})\+\+?(?![\p{L}\d+]))[\p{L}\d_@#\\/.:\->()]*/gu;
const ORDINAL = /^\d+(?:st|nd|rd|th|x|am|pm|s|k|m)?$/i;
const SENTENCE_END = /[.!?:]\s+$/;

/** Identifiers of a text in lower case: code, products, addresses. */
function identifiersOf({ text }: Question): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [found] of text.matchAll(IDENTIFIER)) {
    const name = found
      .replace(/[.:,\->/]+$/, "")
      .replace(/\(\)$/, "")
      .toLowerCase();
    if (name !== "" && !ORDINAL.test(name)) names.add(name);
  }
  return names;
}

/** Names and identifiers of a text in lower case: capitals inside a sentence, acronyms, code. */
export function namesOf(question: Question): ReadonlySet<string> {
  const { text } = question;
  const names = new Set(identifiersOf(question));
  for (const match of text.matchAll(/\p{Lu}[\p{L}\p{M}]*/gu)) {
    const word = match[0];
    const before = text.slice(0, match.index);
    if (/[\p{L}\d_'’]$/u.test(before) || isStopWord(word.toLowerCase())) continue;
    // C++ and C# are not C: with its sign the letter is the identifier, and no name of its own.
    if (/^[+#]/.test(text.slice(match.index + word.length))) continue;
    const startsSentence = before.trim() === "" || SENTENCE_END.test(before);
    const isAcronym = word.length > 1 && word === word.toUpperCase();
    if (!startsSentence || isAcronym) names.add(word.toLowerCase());
  }
  return names;
}

/** A name of each text that the other does not hold in any spelling, where both have one. */
export function differingNames(
  a: Readonly<{ question: Question; names: ReadonlySet<string> }>,
  b: Readonly<{ question: Question; names: ReadonlySet<string> }>,
): readonly [string, string] | undefined {
  const onlyA = [...a.names].find((name) => !holds(b, name));
  const onlyB = [...b.names].find((name) => !holds(a, name));
  return onlyA === undefined || onlyB === undefined ? undefined : [onlyA, onlyB];
}

/** A name with a sign at its end that one text has, and the other without the sign: C++ or C#, and C. */
export function signedNameOfOne(a: Named, b: Named): readonly [string, string] | undefined {
  const onlyA = signedNameBeside(a, b);
  if (onlyA !== undefined) return onlyA;
  const onlyB = signedNameBeside(b, a);
  return onlyB === undefined ? undefined : [onlyB[1], onlyB[0]];
}

type Named = Readonly<{ question: Question; names: ReadonlySet<string> }>;

function signedNameBeside(one: Named, other: Named): readonly [string, string] | undefined {
  for (const name of identifiersOf(one.question)) {
    const bare = /^(\p{L}+)[+#]+$/u.exec(name)?.[1];
    if (bare !== undefined && !holds(other, name) && other.question.lowers.has(bare)) {
      return [name, bare];
    }
  }
  return undefined;
}

/** Whether a text holds a name in some spelling. One letter is in nearly every text: it has to be a word. */
const holds = (
  { question, names }: Readonly<{ question: Question; names: ReadonlySet<string> }>,
  name: string,
): boolean =>
  names.has(name) ||
  question.lowers.has(name) ||
  (name.length > 1 && question.text.toLowerCase().includes(name));
