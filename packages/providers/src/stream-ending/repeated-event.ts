/** Events are taken as a pattern so often in a stream; where none of them comes again, no more is tried. */
const ATTEMPTS = 8;
/** What a JSON string may hold as it stands: no quotation mark, no escape, no control character. */
const AS_IT_STANDS = /^[ !#-[\]-\uffff]*$/;
const NOT_ASCII = /[\u0080-\u00ff]/;
/** What OpenAI adds to hide the length of a piece of text: another one in each event, and nothing that is read. */
const PADDING = '"obfuscation":"';

/**
 * Tells events of a stream that are, byte by byte, one read before but for their text, so that they need not be parsed:
 * the bytes around a JSON string are the same and the string has no escape, so that what a parser would find is
 * the same but for that string. Most of a stream is such events.
 *
 * Works on bytes read as Latin-1.
 */
export class RepeatedEvent {
  #attempts = ATTEMPTS;
  #before: string | undefined;
  #behind = "";
  /** What follows the padding; undefined where there is none. */
  #last: string | undefined;

  /**
   * Takes an event as the pattern, where its text stands in it once, as it is.
   *
   * @param reads the text that is found in an event of these bytes
   */
  learn(event: string, text: string, reads: (event: string) => string | undefined): void {
    if (this.#attempts === 0) return;
    this.#attempts -= 1;
    const bytes = Buffer.from(text).toString("latin1");
    const quoted = `"${bytes}"`;
    const at = event.indexOf(quoted);
    const isPlain = AS_IT_STANDS.test(bytes) && !event.includes("\\");
    if (!isPlain || at < 0 || event.indexOf(quoted, at + 1) >= 0) return;
    const before = event.slice(0, at + 1);
    const behind = event.slice(at + 1 + bytes.length);
    if (reads(`${before}${bytes}.${behind}`) !== `${text}.`) return;
    const padding = behind.indexOf(PADDING);
    const padded = padding < 0 ? behind.length : padding + PADDING.length;
    this.#before = before;
    this.#behind = behind.slice(0, padded);
    this.#last = padding < 0 ? undefined : behind.slice(behind.indexOf('"', padded));
  }

  /** @returns the text of the event between two offsets; undefined where it has to be parsed */
  textIn(stream: string, from: number, end: number): string | undefined {
    const before = this.#before;
    if (before === undefined || !stream.startsWith(before, from)) return undefined;
    const begin = from + before.length;
    const close = stream.indexOf('"', begin);
    if (close < 0 || !stream.startsWith(this.#behind, close)) return undefined;
    if (this.#endOf(stream, close + this.#behind.length) !== end) return undefined;
    const text = stream.slice(begin, close);
    if (!AS_IT_STANDS.test(text)) return undefined;
    return NOT_ASCII.test(text) ? Buffer.from(text, "latin1").toString("utf8") : text;
  }

  #endOf(stream: string, at: number): number | undefined {
    const last = this.#last;
    if (last === undefined) return at;
    const close = stream.indexOf('"', at);
    if (close < 0 || !AS_IT_STANDS.test(stream.slice(at, close))) return undefined;
    return stream.startsWith(last, close) ? close + last.length : undefined;
  }
}
