/** Longer texts are seldom one plain question. */
const MOST_CHARACTERS = 300;
/** Letters as they are sent, with white space around them and accents apart. */
const MOST_WRITTEN = 1_200;
/** What code, markup and quotations are made of: a text with any of it means what it says to the letter. */
const LITERAL =
  /["“”„«»`<>{}[\]=\\|#$@_*~^\n\r]|(?:^|\s)'|'(?:\s|$)|\/\/|[\d)%+-]!|(?<!\p{L})\p{L}!/u;
/** Set apart from what follows: Hello Kitty, Hello-Kitty and hello.com are greeted by nobody, and "Hi there is a fee" tells of one. */
const GREETING =
  /^(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening|day))(?: there(?=\s(?:what|why|who|how|where|when|which)\s)|(?: (?:there|all|everyone|team))?(?:[,.!:]+(?=\s|$)|\s+-+(?=\s)))\s*/iu;
/** Behind these a last "please" is what the question is about. */
const TAKES_A_WORD =
  "a|about|after|an|and|as|before|by|called|define|for|from|in|is|like|mean|means|named|no|not|of|on|or|pronounce|said|sang|say|says|sing|spell|the|to|translate|type|was|with|without|word|words|write";
/** Where they can be nothing but polite: within a question they may be what it is about ("How do you say please?"). */
const POLITE_WORD = new RegExp(
  [
    "^(?:please|pls|kindly)(?:,\\s*|\\s+|[.!?]*$)",
    "(?<=(?:^|\\s)(?:can|could|would|will) (?:you|someone|anyone|i|we) )(?:please|pls|kindly)\\s+",
    `(?:,\\s*|(?<!(?:^|\\s)(?:${TAKES_A_WORD})|[,\\s])\\s+)(?:please|pls)(?=[\\s.!?]*$)`,
    "(?<=[.!?]\\s)(?:please|pls)(?:,\\s*|\\s+|(?=[.!?]*$))",
  ].join("|"),
  "giu",
);
const BEGINS_SENTENCE = /(?:^|[.!?]\s+)$/u;
const THANKS =
  /(?<=^|[,.!?;]\s?)(?:thanks|thank you|many thanks|thx)(?: (?:in advance|a lot|so much|very much))?[\s.!]*$/iu;
/** Anything beyond what a plain keyboard of English writes. */
const NOT_ASCII = /[^ -~]/;
const ACRONYM = /^\p{Lu}[\p{Lu}\p{N}]+$/u;
const ACRONYM_WITHIN = /\p{Lu}[\p{Lu}\p{N}]/u;
/** White space that is not one plain space. */
const OTHER_SPACE = /\s\s|[^\S ]/u;
/** Punctuation at the end of a word; within one, as in 1.5 or 12:30, it stays. */
const PUNCTUATION = /[.,!?;:…]+(?=\s|$)/gu;

/**
 * A question without what does not change it: case, punctuation at the end of words, and where they stand apart a greeting,
 * "please" and "thanks". A word in capitals among others stays as it is: WHO is not who.
 *
 * @returns undefined for what has to be taken to the letter: code, quotations, several lines, long texts,
 *   and what is nothing but politeness
 */
export function normaliseQuestion(text: string): string | undefined {
  // Composed and trimmed it gets shorter, but not by so much: long prompts cost nothing here.
  if (text.length > MOST_WRITTEN) return undefined;
  const plain = text.normalize("NFC").trim();
  if (plain.length > MOST_CHARACTERS || LITERAL.test(plain)) return undefined;
  const bare = withSingleSpaces(withoutPoliteness(plain).replace(PUNCTUATION, "")).trim();
  if (bare === "") return undefined;
  if (!ACRONYM_WITHIN.test(bare) || bare === bare.toUpperCase()) return bare.toLowerCase();
  return bare
    .split(" ")
    .map((word) => (ACRONYM.test(word) ? word : word.toLowerCase()))
    .join(" ");
}

const withSingleSpaces = (text: string): string =>
  OTHER_SPACE.test(text) ? text.replace(/\s+/gu, " ") : text;

/** Most questions have none of these words, and a glance is cheaper than a search that tries each place. */
function withoutPoliteness(plain: string): string {
  // Beyond ASCII other letters are taken for these by case: the long s, the sign of the kelvin.
  const letters = NOT_ASCII.test(plain) ? undefined : plain.toLowerCase();
  const has = (...parts: readonly string[]): boolean =>
    letters === undefined || parts.some((part) => letters.includes(part));
  let bare = plain.replace(GREETING, "");
  if (has("thank", "thx")) bare = bare.replace(THANKS, "");
  if (!has("please", "pls", "kindly")) return bare;
  return bare.replace(POLITE_WORD, (found, at: number) => (isName(found, at, bare) ? found : " "));
}

/** Within a sentence a capital makes a name of such a word ("Yes Please"), and PLS is a method of statistics wherever it stands. */
function isName(found: string, at: number, text: string): boolean {
  const begins = found.search(/\p{L}/u);
  const word = found.slice(begins).replace(/\P{L}+$/u, "");
  if (word === "PLS") return true;
  if (word === word.toLowerCase() || text === text.toUpperCase()) return false;
  return !BEGINS_SENTENCE.test(text.slice(0, at + begins));
}
