import {
  articles,
  calendarWords,
  keptWords,
  nameCues,
  quotingTags,
  valueLabels,
} from "./template-words.ts";
import { beginsWord, kindOf, SPACE, wordFrom } from "./word-kinds.ts";

/** Stands where a part that varies was taken out. */
export const MASK = "□";
/** So much of a template tells it from others. */
const MOST_MASKED = 8_192;
/** So much of a text is looked at. */
const MOST_READ = 65_536;
/** Shorter fenced blocks are examples of the form that is asked for. */
const LONG_FENCE = 400;
/** Longer words are keys and encoded data. */
const LONG_WORD = 32;

/** With what stands before it in its line. */
const LONGEST_LABEL = 48;
const LABEL = /[ \t>*#•-]*([\p{L} _-]{1,40}):[*]{0,2}[ \t]+(?=\S)/uy;
const TAG = /<([A-Za-z][\w-]*)(?:\s[^<>]{0,200})?>/y;
const NAME = /\p{Lu}(?:[’']\p{Lu})?[\p{Ll}\p{M}][\p{L}\p{M}’-]*/u.source;
const NAMES = new RegExp(
  `${NAME}(?: (?:van |de |da |del |la |bin |al )*(?:\\p{Lu}\\.|${NAME}))*`,
  "uy",
);
/** What stands between the entries of a list. */
const LISTING = /^(?:[\s,.;/&|()*•-]|and\b|or\b)*$/;
const WHITE = /\s{2,}|[^\S ]/gu;

const QUOTE = 34;
const FULL_STOP = 46;
const LESS_THAN = 60;
const AT_SIGN = 64;
const BACKTICK = 96;
const LINE_END = 10;
const SPACE_SIGN = 32;
const SMALL_A = 97;
const SMALL_Z = 122;
/** Behind these a capital says nothing. */
const sentenceEnds: ReadonlySet<number> = new Set(
  Array.from('.!?:;"“(#*•', (sign) => sign.charCodeAt(0)),
);

/**
 * A prompt's template: its text without what varies from call to call, so that one template stays one whatever is put
 * into it. `□` stands for each such part, once for several in a row; white space counts as one space.
 *
 * What is taken out, rule by rule:
 * - quoted documents: what stands between `"""`, in a fenced block of more than 400 characters, in a tag whose name says
 *   that it quotes (`<document>`, `<context>`, …);
 * - the value behind a label at a line's begin whose last word says that it varies (`Current date: …`);
 * - words with a digit, an `@` or `://` in them, and those of more than 32 characters: numbers, dates, ids, addresses, keys;
 * - names of months and days, and `am`, `UTC`, …, beside one of these;
 * - names: capitalised words behind a word such as "for", "named", "user", "Dear", and two or more in a row inside of a sentence.
 *   Not behind an article ("a Customer Support Agent"), and not names of languages.
 *
 * What is put in without any such sign, and names in scripts without capitals, are not recognised.
 */
export function maskTemplate(text: string): string {
  const masking = new Masking(text.length > MOST_READ ? text.slice(0, MOST_READ) : text);
  return masking.run();
}

class Masking {
  readonly #text: string;
  readonly #unclosed = new Set<string>();
  #at = 0;
  #out = "";
  /** Up to here the text is in `out`, or left out. */
  #copied = 0;
  /** Where the last word or mask ends. */
  #lastEnd = 0;
  #isMaskLast = false;
  /** Where the last word begins that was kept. */
  #wordAt = 0;
  #isSentenceStart = true;
  #isLineStart = true;
  /** Where the next colon is, from a place not behind here; -1: not looked for, or none. */
  #colon = -1;
  /** Where the mark stands that closes a short fenced block. */
  #closing = -1;

  constructor(text: string) {
    this.#text = text;
  }

  run(): string {
    const text = this.#text;
    while (this.#at < text.length && this.#out.length + this.#at - this.#copied < MOST_MASKED) {
      if (this.#isLineStart) {
        this.#isLineStart = false;
        if (this.#valueOfLabel()) continue;
      }
      if (!this.#isMaskLast) this.#plainWords();
      if (this.#at >= text.length) break;
      const unit = text.charCodeAt(this.#at);
      const kind = kindOf(unit);
      if (beginsWord(kind) || unit === AT_SIGN) this.#word(unit);
      else if (kind === SPACE) {
        this.#at += 1;
        if (unit === LINE_END) this.#isLineStart = this.#isSentenceStart = true;
      } else if (!this.#quoted(unit)) {
        this.#at += 1;
        if (sentenceEnds.has(unit)) this.#isSentenceStart = !this.#isAbbreviation(unit);
      }
    }
    this.#out += text.slice(this.#copied, this.#at);
    return this.#out.replace(WHITE, " ").slice(0, MOST_MASKED);
  }

  /** Most of a text: words in small letters, a space behind each. They stay as they are, and are passed in one go. */
  #plainWords(): void {
    const text = this.#text;
    let start = this.#at;
    for (let end = start; end - start <= LONG_WORD; end += 1) {
      const unit = text.charCodeAt(end);
      if (unit >= SMALL_A && unit <= SMALL_Z) continue;
      if (unit !== SPACE_SIGN || end === start) break;
      this.#wordAt = start;
      this.#lastEnd = end;
      start = end + 1;
    }
    if (start === this.#at) return;
    this.#at = start;
    this.#isSentenceStart = false;
  }

  #word(unit: number): void {
    const { end, varies } = wordFrom(this.#text, this.#at);
    const isSmall = unit >= SMALL_A && unit <= SMALL_Z;
    const names = isSmall || this.#isSentenceStart ? undefined : this.#names(this.#at);
    if (varies || end - this.#at > LONG_WORD) this.#mask(end);
    else if (names?.isMasked === true) this.#mask(names.end);
    else this.#keep(names?.end ?? end);
  }

  /** Capitalised words in a row from here on, and whether they are a name. */
  #names(start: number): Readonly<{ end: number; isMasked: boolean }> | undefined {
    NAMES.lastIndex = start;
    const found = NAMES.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    const end = start + found.length;
    const before = this.#isMaskLast ? "" : this.#lastWord();
    const [first] = found.toLowerCase().split(" ") as [string];
    if (articles.has(before) || keptWords.has(first)) return { end, isMasked: false };
    const isName = found.includes(" ") || (nameCues.has(before) && !nameCues.has(first));
    return { end, isMasked: isName };
  }

  #keep(end: number): void {
    const start = this.#at;
    this.#at = end;
    this.#isSentenceStart = false;
    if (this.#isMaskLast && this.#isListingTo(start)) {
      const word = this.#text.slice(start, end).toLowerCase();
      // Goes on, perhaps: another mask may follow.
      if (word === "and" || word === "or") return;
      if (calendarWords.has(word)) {
        this.#copied = this.#lastEnd = end;
        return;
      }
    }
    this.#isMaskLast = false;
    this.#wordAt = start;
    this.#lastEnd = end;
  }

  /** Masks from here up to `end`. */
  #mask(end: number): void {
    const start = this.#at;
    const follows = this.#isListingTo(start);
    if (!(this.#isMaskLast && follows)) {
      // The month that stands before its day goes with it.
      const isAfterMonth = !this.#isMaskLast && follows && calendarWords.has(this.#lastWord());
      this.#out += `${this.#text.slice(this.#copied, isAfterMonth ? this.#wordAt : start)}${MASK}`;
    }
    this.#at = this.#copied = this.#lastEnd = end;
    this.#isMaskLast = true;
    this.#isSentenceStart = false;
  }

  #lastWord(): string {
    return this.#text.slice(this.#wordAt, this.#lastEnd).toLowerCase();
  }

  #isListingTo(start: number): boolean {
    return LISTING.test(this.#text.slice(this.#lastEnd, start));
  }

  /** The point of "Mr." ends no sentence. */
  #isAbbreviation(unit: number): boolean {
    return unit === FULL_STOP && this.#lastEnd === this.#at - 1 && nameCues.has(this.#lastWord());
  }

  /** A label whose value varies is kept, its value masked up to the end of the line. */
  #valueOfLabel(): boolean {
    if (this.#colon < this.#at) this.#colon = this.#nextOf(":", this.#at);
    if (this.#colon - this.#at > LONGEST_LABEL || this.#colon < 0) return false;
    LABEL.lastIndex = this.#at;
    const label = LABEL.exec(this.#text)?.[1];
    if (label === undefined) return false;
    const [last] = label
      .toLowerCase()
      .split(/[ _-]+/u)
      .reverse() as [string];
    if (!valueLabels.has(last)) return false;
    const lineEnd = this.#text.indexOf("\n", LABEL.lastIndex);
    this.#at = this.#lastEnd = LABEL.lastIndex;
    this.#isMaskLast = false;
    this.#wordAt = this.#lastEnd;
    this.#mask(lineEnd < 0 ? this.#text.length : lineEnd);
    return true;
  }

  #quoted(unit: number): boolean {
    if (unit === LESS_THAN) return this.#quotedInTag();
    if (unit === QUOTE) return this.#quotedBetween('"""', 0);
    return unit === BACKTICK && this.#quotedBetween("```", LONG_FENCE);
  }

  #quotedInTag(): boolean {
    TAG.lastIndex = this.#at;
    const name = TAG.exec(this.#text)?.[1];
    if (name === undefined || !quotingTags.has(name.toLowerCase())) return false;
    const close = `</${name}>`;
    const end = this.#nextOf(close, TAG.lastIndex);
    if (end < 0) return false;
    this.#mask(end + close.length);
    return true;
  }

  #quotedBetween(mark: string, moreThan: number): boolean {
    const begin = this.#at + mark.length;
    if (!this.#text.startsWith(mark, this.#at)) return false;
    const end = this.#at === this.#closing ? -1 : this.#nextOf(mark, begin);
    if (end - begin > moreThan) this.#mask(end + mark.length);
    else {
      this.#at = begin;
      this.#closing = end;
    }
    return true;
  }

  /** Where a mark comes next; what never comes again is looked for once. */
  #nextOf(mark: string, from: number): number {
    if (this.#unclosed.has(mark)) return -1;
    const at = this.#text.indexOf(mark, from);
    if (at < 0) this.#unclosed.add(mark);
    return at;
  }
}
