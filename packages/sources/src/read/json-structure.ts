import { type JsonFound, type JsonParse, readPiece } from "./json-record.ts";
import { skipAt } from "./read-skip.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NOTHING = Buffer.alloc(0);
/** So many lines are read a second time at most, however many cut lines follow each other. */
const MOST_LINES_AGAIN = 64;

/**
 * Finds objects by their brackets, byte by byte. A raw line's end inside of a string, and an object that
 * begins where JSON allows none, show that the object before was cut: it is given up. Where the line behind its
 * first one begins with an object, the file is one of lines, and reading goes on at that line: a line that is cut
 * behind a colon or in a list looks as if the next one were a part of it. Else it goes on where the fault is.
 */
export class JsonStructure {
  readonly #name: string;
  readonly #parse: JsonParse;
  readonly #maxRecordBytes: number;
  /**
   * The bytes of the object that is open, piece by piece: put together once, at its end. With every piece it would cost
   * the square of the object's length.
   */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #open: number[] = [];
  #inString = false;
  #escaped = false;
  #previous = 0;
  #inList = false;
  #strayLine: number | undefined;
  #dropping = false;
  #recordLine = 1;
  #line = 1;

  constructor(options: { name: string; parse: JsonParse; maxRecordBytes: number }) {
    this.#name = options.name;
    this.#parse = options.parse;
    this.#maxRecordBytes = options.maxRecordBytes;
  }

  get line(): number {
    return this.#line;
  }

  start(line: number): void {
    this.#line = line;
    this.#previous = 0;
  }

  /** Returns what follows once a line ends between two objects outside of any list; else takes all in. */
  push(chunk: Buffer, found: JsonFound[]): Buffer | undefined {
    // Where the open object begins in the chunk; 0 where it began before.
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#inString) {
        if (byte !== NEWLINE) {
          this.#insideString(byte);
          continue;
        }
        const again = this.#giveUp(found, chunk.subarray(start));
        if (again !== undefined) return again;
      }
      if (byte === NEWLINE) {
        this.#line += 1;
        if (this.#open.length > 0) continue;
        this.#endStray(found);
        if (this.#inList) continue;
        this.#forget();
        return chunk.subarray(at + 1);
      }
      if (byte === undefined || byte <= 0x20) continue;
      if (this.#open.length === 0) {
        if (byte === OPEN_OBJECT) {
          start = at;
          this.#begin(found);
        } else this.#between(byte, found);
      } else if (byte === OPEN_OBJECT && !this.#mayOpen()) {
        const again = this.#giveUp(found, chunk.subarray(start));
        if (again !== undefined) return again;
        start = at;
        this.#begin(found);
      } else if (this.#inside(byte)) {
        this.#finish(chunk.subarray(start, at + 1), found);
      }
      this.#previous = byte;
    }
    if (this.#open.length === 0 || this.#dropping) this.#forget();
    else this.#hold(chunk.subarray(start), found);
    return undefined;
  }

  /** What is left at the end of the file. Returns lines that are to be read again, as `push` does. */
  end(found: JsonFound[]): Buffer | undefined {
    this.#endStray(found);
    const place = `${this.#name}:${this.#open.length > 0 ? this.#recordLine : this.#line}`;
    if (this.#open.length > 0 && !this.#dropping) {
      const again = this.#linesBehindFirst(NOTHING);
      if (again !== undefined) return this.#giveUp(found, NOTHING);
      found.push(skipAt("row_cut_short", place, "The file ends inside of an object."));
    } else if (this.#inList) {
      found.push(skipAt("row_cut_short", place, "The file ends inside of a list."));
    }
    return undefined;
  }

  #begin(found: JsonFound[]): void {
    this.#endStray(found);
    this.#forget();
    this.#open = [OPEN_OBJECT];
    this.#recordLine = this.#line;
    this.#dropping = false;
  }

  /** JSON allows an object as a member of a list and behind a key. */
  #mayOpen(): boolean {
    if (this.#open.at(-1) === OPEN_OBJECT) return this.#previous === COLON;
    return this.#previous === OPEN_LIST || this.#previous === COMMA;
  }

  /** A byte between objects: a list around them, a comma, or something that is not understood. */
  #between(byte: number, found: JsonFound[]): void {
    if (byte === OPEN_LIST) this.#inList = true;
    else if (byte === CLOSE_LIST && this.#inList) this.#inList = false;
    else if (byte === COMMA && this.#inList) this.#endStray(found);
    else this.#strayLine ??= this.#line;
  }

  /** A byte inside of an object; true when it closes the object. */
  #inside(byte: number): boolean {
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#open.push(byte);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#open.pop();
    return this.#open.length === 0;
  }

  #insideString(byte: number | undefined): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  /** @param last the object's bytes that are in the piece that is read */
  #finish(last: Buffer, found: JsonFound[]): void {
    if (this.#dropping) {
      this.#dropping = false;
      return;
    }
    const bytes = this.#joined(last);
    this.#forget();
    const line = this.#recordLine;
    const piece = readPiece(bytes, { parse: this.#parse, name: this.#name, line, known: false });
    if (typeof piece === "string") found.push(this.#malformed(line));
    else found.push(piece);
  }

  /** @returns the lines behind the object's first one, where they are to be read again */
  #giveUp(found: JsonFound[], rest: Buffer): Buffer | undefined {
    const again = this.#dropping ? undefined : this.#linesBehindFirst(rest);
    if (!this.#dropping) found.push(this.#malformed(this.#recordLine));
    this.#open = [];
    this.#inString = false;
    this.#escaped = false;
    this.#dropping = false;
    this.#forget();
    if (again === undefined) return undefined;
    this.#line = again.line;
    return again.bytes;
  }

  /** @param rest what of the piece that is read is the object's, or behind it */
  #linesBehindFirst(rest: Buffer): { bytes: Buffer; line: number } | undefined {
    if (this.#inList || this.#line - this.#recordLine > MOST_LINES_AGAIN) return undefined;
    const data = this.#joined(rest);
    const end = data.indexOf(NEWLINE);
    if (end === -1) return undefined;
    let line = this.#recordLine + 1;
    let at = end + 1;
    for (; data[at] === NEWLINE || data[at] === RETURN; at += 1)
      if (data[at] === NEWLINE) line += 1;
    if (data[at] !== OPEN_OBJECT) return undefined;
    // A comma behind it shows a member of a list that stands over several lines.
    const lineEnd = data.indexOf(NEWLINE, at);
    const last = data.toString("latin1", at, lineEnd === -1 ? data.length : lineEnd).trimEnd();
    return last.endsWith(",") ? undefined : { bytes: data.subarray(at), line };
  }

  #endStray(found: JsonFound[]): void {
    if (this.#strayLine === undefined) return;
    found.push(this.#malformed(this.#strayLine));
    this.#strayLine = undefined;
  }

  /** A copy: what the piece is a part of may be a megabyte, or be written anew. */
  #hold(bytes: Buffer, found: JsonFound[]): void {
    this.#held.push(Buffer.from(bytes));
    this.#heldBytes += bytes.length;
    if (this.#heldBytes <= this.#maxRecordBytes) return;
    const place = `${this.#name}:${this.#recordLine}`;
    found.push(skipAt("row_too_long", place, `Over ${this.#maxRecordBytes} bytes.`));
    this.#forget();
    this.#dropping = true;
  }

  #joined(last: Buffer): Buffer {
    return this.#held.length === 0 ? last : Buffer.concat([...this.#held, last]);
  }

  #forget(): void {
    if (this.#heldBytes === 0) return;
    this.#held = [];
    this.#heldBytes = 0;
  }

  #malformed(line: number): JsonFound {
    return skipAt("row_malformed", `${this.#name}:${line}`, "Expected a JSON object.");
  }
}
