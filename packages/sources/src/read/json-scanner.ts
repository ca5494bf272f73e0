import { isUtf8 } from "node:buffer";
import { type JsonFound, type JsonParse, readPiece } from "./json-record.ts";
import { JsonStructure } from "./json-structure.ts";
import { skipAt } from "./read-skip.ts";

const NEWLINE = 0x0a;
const OPEN_LIST = 0x5b;
const NOTHING = Buffer.alloc(0);
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export type JsonScannerOptions = Readonly<{
  name: string;
  parse: JsonParse;
  maxRecordBytes: number;
}>;

/**
 * Finds the objects in a stream of JSON text. Line by line as long as every line is one whole object, which
 * is fast; from a line that is not, by its structure (lists, objects over several lines, several on one), until
 * a line's end is between two objects again. Holds at most one object.
 */
export class JsonScanner {
  readonly #options: JsonScannerOptions;
  readonly #structure: JsonStructure;
  #rest: Buffer = NOTHING;
  /** What came behind `#rest` of the same line. */
  #more: Buffer[] = [];
  #moreBytes = 0;
  /** Nothing but space has come of the line. */
  #isBlank = true;
  #line = 1;
  #begun = false;
  #byStructure = false;
  #dropping = false;

  constructor(options: JsonScannerOptions) {
    this.#options = options;
    this.#structure = new JsonStructure(options);
  }

  /** The line at which reading stands. */
  get line(): number {
    return this.#byStructure ? this.#structure.line : this.#line;
  }

  push(chunk: Uint8Array): JsonFound[] {
    const found: JsonFound[] = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#rest.length === 0) this.#read(bytes, found);
    else {
      // Only the line that was begun is put together: copying every piece whole would cost as much as reading it.
      const end = bytes.indexOf(NEWLINE) + 1;
      if (end === 0 && this.#hold(bytes, found)) return found;
      const first = end === 0 ? bytes : bytes.subarray(0, end);
      this.#read(Buffer.concat([this.#rest, ...this.#more.splice(0), first]), found);
      if (first.length < bytes.length) this.#read(bytes.subarray(end), found);
    }
    return found;
  }

  /**
   * Keeps a piece without an end of line beside the line's beginning: a long line that was put together and looked
   * at anew with every piece would cost the square of its length. False where it may be the beginning of a list.
   */
  #hold(bytes: Buffer, found: JsonFound[]): boolean {
    if (this.#more.length === 0) {
      this.#isBlank = firstSign(this.#rest) === undefined;
      this.#moreBytes = 0;
    }
    if (this.#isBlank) {
      const sign = firstSign(bytes);
      if (sign === OPEN_LIST) return false;
      this.#isBlank = sign === undefined;
    }
    this.#more.push(Buffer.from(bytes));
    this.#moreBytes += bytes.length;
    if (this.#rest.length + this.#moreBytes > this.#options.maxRecordBytes) this.#drop(found);
    return true;
  }

  /** Leaves out the line at which reading stands, up to its end. */
  #drop(found: JsonFound[]): void {
    const { maxRecordBytes, name } = this.#options;
    found.push(skipAt("row_too_long", `${name}:${this.#line}`, `Over ${maxRecordBytes} bytes.`));
    this.#rest = NOTHING;
    this.#more = [];
    this.#dropping = true;
  }

  /** What is left at the end of the file: a last line without a newline, or half of one. */
  end(): JsonFound[] {
    const found: JsonFound[] = [];
    for (;;) {
      if (this.#byStructure) {
        const again = this.#structure.end(found);
        if (again === undefined) return found;
        this.#leaveStructure();
        this.#read(again, found);
      } else if (this.#rest.length > 0) {
        // A last newline of our own: what is whole is read as a line, and the rest by its structure.
        const last = Buffer.concat([this.#rest, ...this.#more.splice(0)]);
        this.#begun = true;
        this.#rest = NOTHING;
        if (!this.#readLine(withoutMark(last), { known: false, found })) {
          this.#enterStructure();
          this.#read(last, found);
        }
      } else return found;
    }
  }

  /** By turns, as the file is: a file may change between its forms with every line. */
  #read(data: Buffer, found: JsonFound[]): void {
    let left: Buffer | undefined = data;
    while (left !== undefined) {
      if (this.#byStructure) {
        left = this.#structure.push(left, found);
        if (left !== undefined) this.#leaveStructure();
      } else {
        left = this.#scan(left, found);
        if (left !== undefined) this.#enterStructure();
      }
    }
  }

  /** Returns what has to be read by its structure. */
  #scan(data: Buffer, found: JsonFound[]): Buffer | undefined {
    this.#rest = NOTHING;
    let start = 0;
    if (!this.#begun) {
      if (data.length < BYTE_ORDER_MARK.length) {
        this.#rest = data;
        return undefined;
      }
      this.#begun = true;
      start = data.length - withoutMark(data).length;
    }
    const lastNewline = data.lastIndexOf(NEWLINE);
    const known = lastNewline >= start && isUtf8(data.subarray(start, lastNewline));
    for (;;) {
      const end = data.indexOf(NEWLINE, start);
      if (end === -1) break;
      if (this.#dropping) this.#dropping = false;
      else if (!this.#readLine(data.subarray(start, end), { known, found })) {
        return data.subarray(start);
      }
      this.#line += 1;
      start = end + 1;
    }
    return this.#dropping ? undefined : this.#keep(data.subarray(start), found);
  }

  /** Keeps the beginning of a line; returns it where it is to be read by its structure. */
  #keep(rest: Buffer, found: JsonFound[]): Buffer | undefined {
    if (opensList(rest)) return rest;
    if (rest.length <= this.#options.maxRecordBytes) this.#rest = rest;
    else this.#drop(found);
    return undefined;
  }

  /** False where the line is no whole object. */
  #readLine(bytes: Buffer, { known, found }: { known: boolean; found: JsonFound[] }): boolean {
    const line = withoutBlankEnd(bytes);
    if (line.length === 0) return true;
    const { maxRecordBytes, name, parse } = this.#options;
    if (opensList(line)) return false;
    if (line.length > maxRecordBytes) {
      const place = `${name}:${this.#line}`;
      found.push(skipAt("row_too_long", place, `Over ${maxRecordBytes} bytes.`));
      return true;
    }
    const piece = readPiece(line, { parse, name, line: this.#line, known });
    if (piece === "list" || piece === "no_json") return false;
    found.push(piece);
    return true;
  }

  #enterStructure(): void {
    this.#byStructure = true;
    this.#structure.start(this.#line);
  }

  #leaveStructure(): void {
    this.#byStructure = false;
    this.#line = this.#structure.line;
  }
}

function withoutMark(data: Buffer): Buffer {
  return data.subarray(0, 3).equals(BYTE_ORDER_MARK) ? data.subarray(3) : data;
}

function firstSign(bytes: Buffer): number | undefined {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x20) return byte;
  }
  return undefined;
}

function withoutBlankEnd(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] ?? 0) <= 0x20) end -= 1;
  return line.subarray(0, end);
}

const opensList = (line: Buffer): boolean => firstSign(line) === OPEN_LIST;
