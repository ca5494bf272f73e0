/** Longer texts are seldom one plain question. */
const MOST_CHARACTERS = 300;
/** Letters as they are sent, with white space around them and accents apart. */
const MOST_WRITTEN = 1_200;
/** What code, markup and quotations are made of: a text with any of it means what it says to the letter. */
const LITERAL = /["“”„«»`<>{}[\]=\\|#$@_*~^\n\r]|(?:^|\s)'|'(?:\s|$)|\/\//u;
const GREETING =
  /^(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|team))?[\s,.!:-]+/iu;
const POLITE_WORD = /(?<=^|\s)(?:please|pls|kindly)(?=$|[\s,.!?])[,]?/giu;
const THANKS =
  /(?<=^|\s)(?:thanks|thank you|many thanks|thx)(?: (?:in advance|a lot|so much|very much))?[\s.!]*$/iu;
/** Punctuation at the end of a word; within one, as in 1.5 or 12:30, it stays. */
const PUNCTUATION = /[.,!?;:…]+(?=\s|$)/gu;

/**
 * A question without what does not change it: case, punctuation at the end of words, a greeting, "please" and
 * "thanks". A word in capitals among others stays as it is: WHO is not who.
 *
 * @returns undefined for what has to be taken to the letter: code, quotations, several lines, long texts,
 *   and what is nothing but politeness
 */
export function normaliseQuestion(text: string): string | undefined {
  // Composed and trimmed it gets shorter, but not by so much: long prompts cost nothing here.
  if (text.length > MOST_WRITTEN) return undefined;
  const plain = text.normalize("NFC").trim();
  if (plain.length > MOST_CHARACTERS || LITERAL.test(plain)) return undefined;
  const bare = plain
    .replace(GREETING, "")
    .replace(THANKS, "")
    .replace(POLITE_WORD, " ")
    .replace(PUNCTUATION, "")
    .replace(/\s+/gu, " ")
    .trim();
  if (bare === "") return undefined;
  const shouts = bare === bare.toUpperCase();
  return bare
    .split(" ")
    .map((word) => (!shouts && isAcronym(word) ? word : word.toLowerCase()))
    .join(" ");
}

const isAcronym = (word: string): boolean => /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(word);
