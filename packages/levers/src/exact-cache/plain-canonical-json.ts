import { behindNumber, behindString, isDigit, isExact, MINUS, QUOTE } from "./json-tokens.ts";

/** Nested deeper than this, nobody's request is an honest question. */
export const MOST_NESTED = 128;

const SPACE = 0x20;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** Names that `JSON.parse` puts before the others. */
const INDEX = /^\d+$/;

/**
 * A JSON object in its canonical form, by its text alone. A string without escapes of its own kind stands there as
 * `JSON.stringify` would write it, so strings are cut out and not written again: long prompts cost little.
 *
 * @param text valid JSON, as it was read from UTF-8
 * @returns undefined where more has to be looked at than the text: `canonicalByValue` does
 */
export function plainCanonicalJson(text: string): string | undefined {
  // The only escapes that JSON.stringify writes otherwise, or not at all.
  if (text.includes("\\u") || text.includes("\\/")) return undefined;
  return new PlainText(text).object();
}

/** Reads values one behind the other; each is undefined where it is not plain, and then so is all around it. */
class PlainText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The whole text. */
  object(): string | undefined {
    this.#skipSpace();
    return this.#value(0, false);
  }

  #value(depth: number, keepsOrder: boolean): string | undefined {
    const from = this.#at;
    const first = this.#text.charCodeAt(from);
    if (first === QUOTE) return this.#cutTo(behindString(this.#text, from));
    if (first === OPEN_BRACE)
      return depth < MOST_NESTED ? this.#members(depth, keepsOrder) : undefined;
    if (first === OPEN_BRACKET) return depth < MOST_NESTED ? this.#items(depth) : undefined;
    if (first !== MINUS && !isDigit(first)) return this.#word();
    const number = this.#cutTo(behindNumber(this.#text, from));
    return isExact(number) ? String(Number(number)) : undefined;
  }

  #members(depth: number, keepsOrder: boolean): string | undefined {
    const members = new Map<string, string>();
    this.#step();
    while (this.#code() !== CLOSE_BRACE) {
      const name = this.#cutTo(behindString(this.#text, this.#at)).slice(1, -1);
      // Names are put in order by what they say, and an escape says something else.
      if (name.includes("\\") || members.has(name)) return undefined;
      if (keepsOrder && INDEX.test(name)) return undefined;
      this.#skipSpace();
      this.#step();
      const value = this.#value(depth + 1, name === "properties");
      if (value === undefined) return undefined;
      members.set(name, value);
      this.#next();
    }
    this.#at += 1;
    const names = [...members.keys()];
    if (!keepsOrder) names.sort();
    return `{${names.map((name) => `"${name}":${members.get(name)}`).join(",")}}`;
  }

  #items(depth: number): string | undefined {
    const items: string[] = [];
    this.#step();
    while (this.#code() !== CLOSE_BRACKET) {
      const item = this.#value(depth + 1, false);
      if (item === undefined) return undefined;
      items.push(item);
      this.#next();
    }
    this.#at += 1;
    return `[${items.join(",")}]`;
  }

  /** `true`, `false` or `null`. */
  #word(): string {
    return this.#cutTo(this.#at + (this.#text.startsWith("false", this.#at) ? 5 : 4));
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #cutTo(end: number): string {
    const cut = this.#text.slice(this.#at, end);
    this.#at = end;
    return cut;
  }

  /** Past one sign and the white space behind it. */
  #step(): void {
    this.#at += 1;
    this.#skipSpace();
  }

  /** Past a comma, if there is one. */
  #next(): void {
    this.#skipSpace();
    if (this.#code() === COMMA) this.#step();
  }

  #skipSpace(): void {
    while (this.#text.charCodeAt(this.#at) <= SPACE) this.#at += 1;
  }
}
