import { cueOf } from "./cue-words.ts";
import { distinctCount } from "./distinct-count.ts";
import { featureAt as at, FEATURES } from "./lexical-feature-names.ts";
import { addUnit, WORD_BEGIN } from "./word-hash.ts";

/** Of longer prompts the head and the tail are looked at, the tail because the question often stands there. */
const HEAD = 3_000;
const TAIL = 1_000;
/** Words of scripts that are longer than this have their first letters counted as well: a stem, roughly. */
const STEM = 5;

export type ScannedPrompt = Readonly<{
  /** As `lexicalFeatures` says. */
  features: Float64Array;
  /** The words in their order, as hashes. */
  words: readonly number[];
  /** Hashes of the first letters of longer words. */
  stems: readonly number[];
}>;

/** Kinds of code units below 128: 0 other, 1 letter, 2 digit, 3 space. */
const kinds = Uint8Array.from({ length: 128 }, (_, unit) => {
  if ((unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)) return 1;
  if (unit >= 48 && unit <= 57) return 2;
  return unit === 32 || (unit >= 9 && unit <= 13) ? 3 : 0;
});

const signs: ReadonlyMap<number, readonly number[]> = new Map(
  (
    [
      ["=", ["log_equals"]],
      ["+", ["log_operators"]],
      ["*", ["log_operators"]],
      ["/", ["log_operators"]],
      ["^", ["log_operators", "log_carets"]],
      ["<", ["log_comparisons"]],
      [">", ["log_comparisons"]],
      ["\\", ["log_backslashes"]],
      ["%", ["log_percents"]],
      ["$", ["log_currencies"]],
      ["€", ["log_currencies"]],
      ["£", ["log_currencies"]],
      ["¥", ["log_currencies"]],
      ["₹", ["log_currencies"]],
      ["`", ["log_backticks"]],
      ["{", ["log_braces", "bracket_share"]],
      ["}", ["log_braces", "bracket_share"]],
      ["(", ["bracket_share"]],
      [")", ["bracket_share"]],
      ["[", ["bracket_share"]],
      ["]", ["bracket_share"]],
      ["#", ["log_hashes"]],
      ["?", ["log_questions"]],
      ["？", ["log_questions"]],
      ["؟", ["log_questions"]],
      ["!", ["log_exclamations"]],
      ["！", ["log_exclamations"]],
      [":", ["log_colons"]],
      ["：", ["log_colons"]],
      [",", ["log_commas"]],
      ["，", ["log_commas"]],
      ['"', ["log_quotes"]],
      ["“", ["log_quotes"]],
      ["”", ["log_quotes"]],
      ["«", ["log_quotes"]],
      ["»", ["log_quotes"]],
      ["|", ["log_pipes"]],
    ] as const
  ).map(([sign, features]) => [sign.charCodeAt(0), features.map((feature) => at[feature])]),
);

/** Reads a prompt once, from its head to its tail, and tells its features and its words. */
export function scanPrompt(prompt: string): ScannedPrompt {
  const text =
    prompt.length > HEAD + TAIL ? `${prompt.slice(0, HEAD)}\n${prompt.slice(-TAIL)}` : prompt;
  const scan = new Scan(text);
  scan.read();
  return { features: scan.features(prompt.length), words: scan.words, stems: scan.stems };
}

class Scan {
  readonly #text: string;
  readonly #counts = new Float64Array(FEATURES);
  readonly words: number[] = [];
  readonly stems: number[] = [];
  #hash = WORD_BEGIN;
  #letters = 0;
  #digits = 0;
  #capitals = 0;
  #firstCapital = false;
  #camel = false;
  #allLetters = 0;
  #number = 0;
  #lineStart = 0;
  #beginsSentence = true;
  #optionCharacters = 0;
  #longest = 0;
  #largest = 0;
  #lastLine = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    const text = this.#text;
    for (let i = 0; i < text.length; ) {
      const unit = text.charCodeAt(i);
      if (unit >= 97 && unit <= 122) {
        i = this.#smallLetters(i);
      } else {
        this.#readUnit(unit, i);
        i += 1;
      }
    }
    if (this.#letters + this.#digits > 0) this.#endWord(0);
    this.#endLine(text.length);
  }

  /** Small letters of ASCII, which most of a prompt are, go by in runs: what they change is set once a run. */
  #smallLetters(begin: number): number {
    const text = this.#text;
    let hash = this.#hash;
    let letters = this.#letters;
    let i = begin;
    for (; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      if (unit < 97 || unit > 122) break;
      hash = addUnit(hash, unit);
      letters += 1;
      if (letters === STEM) this.stems.push(hash ^ 0x5bd1e995);
    }
    this.#hash = hash;
    this.#letters = letters;
    return i;
  }

  #readUnit(unit: number, i: number): void {
    const kind = unit < 128 ? kinds[unit] : kindBeyondAscii(unit, this.#counts);
    if (kind === 1) this.#letter(unit);
    else if (kind === 2) this.#digit(unit);
    else {
      if (this.#letters + this.#digits > 0) this.#endWord(unit);
      if (kind === 3) {
        this.#add(at.space_share);
        if (unit === 10) this.#endLine(i);
      } else if (kind === 4) {
        this.words.push(unit);
        this.#allLetters += 1;
        this.#beginsSentence = false;
      } else this.#sign(unit, i);
    }
  }

  #add(feature: number, amount = 1): void {
    this.#counts[feature] = (this.#counts[feature] as number) + amount;
  }

  #letter(unit: number): void {
    let small = unit;
    if (unit >= 65 && unit <= 90) {
      small = unit + 32;
      if (this.#letters + this.#digits === 0) this.#firstCapital = true;
      else if (this.#capitals < this.#letters) this.#camel = true;
      this.#capitals += 1;
    } else if (unit >= 0xc0 && unit <= 0xde) small = unit + 32;
    else if (unit >= 0x410 && unit <= 0x42f) small = unit + 32;
    this.#hash = addUnit(this.#hash, small);
    this.#letters += 1;
    if (this.#letters === STEM) this.stems.push(this.#hash ^ 0x5bd1e995);
  }

  #digit(unit: number): void {
    this.#hash = addUnit(this.#hash, unit);
    this.#digits += 1;
    this.#number = Math.min(1e15, this.#number * 10 + unit - 48);
    this.#add(at.digit_share);
  }

  #endWord(next: number): void {
    const letters = this.#letters;
    const length = letters + this.#digits;
    this.words.push(this.#hash);
    this.#allLetters += letters;
    if (letters > this.#longest) this.#longest = letters;
    if (length >= 8) this.#add(at.long_word_share);
    if (length <= 3) this.#add(at.short_word_share);
    this.#add(at.capital_share, this.#capitals);
    if (this.#digits > 0) this.#endNumber(letters);
    else if (letters === 1 && !isSingleWord(this.#hash)) this.#add(at.log_single_letters);
    const cue = cueOf.get(this.#hash);
    if (cue !== undefined) this.#add(at[cue]);
    if (this.#camel) this.#add(at.log_camel);
    if (letters > 1 && this.#capitals === letters) this.#add(at.log_acronyms);
    else if (this.#firstCapital && !this.#beginsSentence) this.#add(at.log_names);
    if (next === 40) this.#add(at.log_calls);
    if (next === 95) this.#add(at.log_underscores);
    this.#beginsSentence = false;
    this.#hash = WORD_BEGIN;
    this.#letters = 0;
    this.#digits = 0;
    this.#capitals = 0;
    this.#firstCapital = false;
    this.#camel = false;
    this.#number = 0;
  }

  #endNumber(letters: number): void {
    this.#add(at.log_numbers);
    if (letters > 0) this.#add(at.log_letter_digits);
    if (this.#number > this.#largest) this.#largest = this.#number;
    const begins = Math.floor(this.#number / 100);
    if (this.#digits === 4 && (begins === 20 || (begins >= 10 && begins < 20))) {
      this.#add(at.log_years);
    }
    if (this.#digits >= 5) this.#add(at.log_long_numbers);
  }

  #sign(unit: number, i: number): void {
    const known = signs.get(unit);
    if (known !== undefined) for (const feature of known) this.#add(feature);
    if (unit < 128) this.#add(at.mark_share);
    const before = i > 0 ? this.#text.charCodeAt(i - 1) : 10;
    const after = i + 1 < this.#text.length ? this.#text.charCodeAt(i + 1) : 10;
    if (isSentenceEnd(unit) && (isSpace(after) || unit > 128)) {
      this.#add(at.log_sentences);
      this.#beginsSentence = true;
    }
    switch (unit) {
      case 46:
      case 44:
        if (isDigit(before) && isDigit(after)) this.#add(at.log_decimals);
        else if (unit === 46 && isLetter(before) && isLetter(after)) this.#add(at.log_dotted);
        else if (unit === 46 && before === 46 && after === 46) this.#add(at.log_blanks);
        break;
      case 95:
        if (before === 95 && after === 95) this.#add(at.log_blanks);
        break;
      case 36:
        if (isLetter(after) || after === 92 || after === 40) this.#add(at.log_dollars_math);
        break;
      case 45:
        if ((isSpace(before) && isSpace(after)) || isDigit(after)) this.#add(at.log_operators);
        break;
      case 62:
        if (before === 45 || before === 61) this.#add(at.log_arrows);
        break;
      case 60:
        if (isLetter(after) || after === 47) this.#add(at.log_tags);
        break;
      case 58:
        if (after === 47 && this.#text.charCodeAt(i + 2) === 47) this.#add(at.log_addresses);
        break;
      case 59:
        if (after === 10 || after === 13) this.#add(at.log_semicolons_at_end);
        break;
      default:
    }
  }

  /** What a line begins with tells lists, options and code. */
  #endLine(end: number): void {
    const start = this.#lineStart;
    const length = end - start;
    if (start === 0) this.#counts[at.log_first_line] = length;
    if (length > 0) this.#lastLine = length;
    if (end < this.#text.length) this.#add(at.log_lines);
    this.#lineStart = end + 1;
    this.#beginsSentence = true;
    if (length < 2) return;
    const first = this.#text.charCodeAt(start);
    const second = this.#text.charCodeAt(start + 1);
    if (first === 9 || (first === 32 && second === 32)) this.#add(at.log_indented);
    if ((first === 45 || first === 42 || first === 0x2022) && isSpace(second)) {
      this.#add(at.log_bullets);
    }
    const listMark = second === 46 || second === 41;
    if (listMark && isDigit(first)) this.#add(at.log_numbered);
    if (listMark && isLetter(first)) {
      this.#add(at.log_options);
      this.#optionCharacters += length;
    }
  }

  features(wholeLength: number): Float64Array {
    const counts = this.#counts;
    const looked = Math.max(1, this.#text.length);
    const words = this.words.length;
    const options = counts[at.log_options] as number;
    for (let i = at.digit_share; i <= at.accented_share; i += 1) {
      counts[i] = (counts[i] as number) / looked;
    }
    counts[at.long_word_share] = share(counts[at.long_word_share], words);
    counts[at.short_word_share] = share(counts[at.short_word_share], words);
    counts[at.mean_word_length] = share(this.#allLetters, words);
    counts[at.distinct_word_share] = share(distinctCount(this.words), words);
    counts[at.log_characters] = wholeLength;
    counts[at.log_words] = words;
    counts[at.log_longest_word] = this.#longest;
    counts[at.log_words_per_sentence] = words / Math.max(1, counts[at.log_sentences] as number);
    counts[at.log_mean_line] = looked / (1 + (counts[at.log_lines] as number));
    counts[at.log_last_line] = this.#lastLine;
    counts[at.log_beyond] = Math.max(0, wholeLength - this.#text.length);
    counts[at.log_largest_number] = this.#largest;
    counts[at.option_length] = options === 0 ? 0 : this.#optionCharacters / options;
    for (const feature of logged) {
      const count = counts[feature] as number;
      // Most are nought, as their logarithm is.
      if (count !== 0) counts[feature] = Math.log1p(count);
    }
    const last = this.#text.trimEnd().at(-1);
    counts[at.ends_with_question] = last === "?" || last === "？" ? 1 : 0;
    counts[at.ends_with_colon] = last === ":" || last === "：" ? 1 : 0;
    return counts;
  }
}

const logged = Object.entries(at).flatMap(([name, index]) =>
  name.startsWith("log_") || name === "option_length" ? [index] : [],
);

const share = (count: number | undefined, of: number): number =>
  of === 0 ? 0 : (count as number) / of;
const isLetter = (unit: number): boolean => unit < 128 && kinds[unit] === 1;
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isSpace = (unit: number): boolean => unit < 128 && kinds[unit] === 3;
const isSentenceEnd = (unit: number): boolean =>
  unit === 46 ||
  unit === 63 ||
  unit === 33 ||
  unit === 0x3002 ||
  unit === 0xff1f ||
  unit === 0xff01;
const singleWords: ReadonlySet<number> = new Set(
  ["a", "i", "o"].map((letter) => addUnit(WORD_BEGIN, letter.charCodeAt(0))),
);
const isSingleWord = (hash: number): boolean => singleWords.has(hash);

/** The kind of a code unit beyond ASCII (4: a word of its own), counted by its script. */
function kindBeyondAscii(unit: number, counts: Float64Array): number {
  const count = (feature: number): void => {
    counts[feature] = (counts[feature] as number) + 1;
  };
  count(at.non_ascii_share);
  if (unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a) || unit === 0x3000) return 3;
  if ((unit >= 0x3040 && unit <= 0x9fff) || (unit >= 0xac00 && unit <= 0xd7af)) {
    count(at.ideograph_share);
    return 4;
  }
  if ((unit >= 0xc0 && unit <= 0x24f && unit !== 0xd7 && unit !== 0xf7) || unit === 0xaa) {
    count(at.accented_share);
    return 1;
  }
  if (unit >= 0x370 && unit <= 0x3ff) count(at.log_greek);
  if (unit >= 0x370 && unit <= 0x1fff && unit !== 0x61f && unit !== 0x60c) {
    count(at.other_script_share);
    return 1;
  }
  if ((unit >= 0x2190 && unit <= 0x22ff) || unit === 0xd7 || unit === 0xb7 || unit === 0xf7) {
    count(at.log_math_signs);
  }
  return 0;
}
