import { type JsonFound, type JsonParse, readPiece } from "./json-record.ts";
import { skipAt } from "./read-skip.ts";

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NOTHING = Buffer.alloc(0);

/**
 * Finds objects by their brackets, byte by byte. A raw line's end inside of a string, and an object that
 * begins where JSON allows none, show that the object before was cut: it is given up, and reading goes on there.
 */
export class JsonStructure {
  readonly #name: string;
  readonly #parse: JsonParse;
  readonly #maxRecordBytes: number;
  /** The bytes of the object that is open. */
  #held: Buffer = NOTHING;
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
    const data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    let start = 0;
    for (let at = this.#held.length; at < data.length; at += 1) {
      const byte = data[at];
      if (this.#inString) {
        if (byte !== NEWLINE) {
          this.#insideString(byte);
          continue;
        }
        this.#giveUp(found);
      }
      if (byte === NEWLINE) {
        this.#line += 1;
        if (this.#open.length > 0) continue;
        this.#endStray(found);
        if (this.#inList) continue;
        this.#held = NOTHING;
        return data.subarray(at + 1);
      }
      if (byte === undefined || byte <= 0x20) continue;
      if (this.#open.length === 0) {
        if (byte === OPEN_OBJECT) {
          start = at;
          this.#begin(found);
        } else this.#between(byte, found);
      } else if (byte === OPEN_OBJECT && !this.#mayOpen()) {
        this.#giveUp(found);
        start = at;
        this.#begin(found);
      } else if (this.#inside(byte)) {
        this.#finish(data.subarray(start, at + 1), found);
      }
      this.#previous = byte;
    }
    this.#hold(this.#open.length === 0 ? NOTHING : data.subarray(start), found);
    return undefined;
  }

  end(): JsonFound[] {
    const found: JsonFound[] = [];
    this.#endStray(found);
    const place = `${this.#name}:${this.#open.length > 0 ? this.#recordLine : this.#line}`;
    if (this.#open.length > 0 && !this.#dropping) {
      found.push(skipAt("row_cut_short", place, "The file ends inside of an object."));
    } else if (this.#inList) {
      found.push(skipAt("row_cut_short", place, "The file ends inside of a list."));
    }
    return found;
  }

  #begin(found: JsonFound[]): void {
    this.#endStray(found);
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

  #finish(bytes: Buffer, found: JsonFound[]): void {
    if (this.#dropping) {
      this.#dropping = false;
      return;
    }
    const line = this.#recordLine;
    const piece = readPiece(bytes, { parse: this.#parse, name: this.#name, line, known: false });
    if (typeof piece === "string") found.push(this.#malformed(line));
    else found.push(piece);
  }

  #giveUp(found: JsonFound[]): void {
    if (!this.#dropping) found.push(this.#malformed(this.#recordLine));
    this.#open = [];
    this.#inString = false;
    this.#escaped = false;
    this.#dropping = false;
  }

  #endStray(found: JsonFound[]): void {
    if (this.#strayLine === undefined) return;
    found.push(this.#malformed(this.#strayLine));
    this.#strayLine = undefined;
  }

  #hold(bytes: Buffer, found: JsonFound[]): void {
    this.#held = this.#dropping ? NOTHING : bytes;
    if (this.#held.length <= this.#maxRecordBytes) return;
    const place = `${this.#name}:${this.#recordLine}`;
    found.push(skipAt("row_too_long", place, `Over ${this.#maxRecordBytes} bytes.`));
    this.#held = NOTHING;
    this.#dropping = true;
  }

  #malformed(line: number): JsonFound {
    return skipAt("row_malformed", `${this.#name}:${line}`, "Expected a JSON object.");
  }
}
