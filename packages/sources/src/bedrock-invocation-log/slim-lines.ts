import { isUtf8 } from "node:buffer";
import { isJson } from "./is-json.ts";
import { type Kept, keptOf, type RequestBodies } from "./kept-of.ts";

const NEWLINE = 0x0a;
const OPEN_OBJECT = 0x7b;
const NOTHING = Buffer.alloc(0);
const NULL = Buffer.from("null");

/**
 * Leaves the bodies out of the lines of a log, byte by byte the same otherwise and line by line: a reader finds in
 * what is left what it would have found in the whole, with the same numbers of lines. A line that is not one whole
 * object in UTF-8, or that is too long, stays as it is, so that whoever reads it tells what is wrong with it.
 */
export class SlimLines {
  readonly #mostLineBytes: number;
  readonly #requests: RequestBodies;
  /** The beginning of a line, in the pieces in which it came. */
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** Filled anew with every piece. */
  #slim: Buffer = NOTHING;
  /** True within a line whose beginning went by already. */
  #inLine = true;

  /** @param mostLineBytes longer lines go by as they are, and are not held */
  constructor(mostLineBytes: number, requests: RequestBodies = "left_out") {
    this.#mostLineBytes = mostLineBytes;
    this.#requests = requests;
  }

  /** The first piece may begin within a line. */
  push(piece: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (!this.#inLine && !bytes.includes(NEWLINE)) return this.#hold(bytes);
    const data = this.#restBytes === 0 ? bytes : Buffer.concat([...this.#rest, bytes]);
    // No line becomes longer than it was.
    if (this.#slim.length < data.length) this.#slim = Buffer.allocUnsafeSlow(data.length);
    const slim = this.#slim;
    let start = 0;
    let length = 0;
    const pass = (to: number): void => {
      length += data.copy(slim, length, start, to);
      start = to;
    };
    if (this.#inLine) {
      const end = data.indexOf(NEWLINE);
      this.#inLine = end === -1;
      pass(end === -1 ? data.length : end + 1);
    }
    for (let end = data.indexOf(NEWLINE, start); end !== -1; end = data.indexOf(NEWLINE, start)) {
      const line = data.subarray(start, end);
      const kept = line[0] === OPEN_OBJECT ? wholeKept(line, this.#requests) : undefined;
      if (kept !== undefined && line.length <= this.#mostLineBytes) {
        const left = copyKept(line, kept, slim, length);
        // In a line that is no JSON a reader looks for records, and must find those of the bodies too.
        if (isJson(slim.subarray(length, length + left))) {
          length += left;
          start = end;
        }
      }
      pass(end + 1);
    }
    if (data.length - start > this.#mostLineBytes) {
      this.#inLine = true;
      pass(data.length);
    }
    this.#rest = [Buffer.from(data.subarray(start))];
    this.#restBytes = data.length - start;
    return new Uint8Array(slim.subarray(0, length));
  }

  /** What is left at the end: a last line without a newline, as it is. */
  end(): Uint8Array<ArrayBuffer> {
    const rest = new Uint8Array(Buffer.concat(this.#rest));
    this.#rest = [];
    this.#restBytes = 0;
    return rest;
  }

  /** Keeps a piece of a line, or lets the line go by as it is once it is too long. */
  #hold(bytes: Buffer): Uint8Array<ArrayBuffer> {
    this.#rest.push(Buffer.from(bytes));
    this.#restBytes += bytes.length;
    if (this.#restBytes <= this.#mostLineBytes) return new Uint8Array();
    this.#inLine = true;
    return this.end();
  }
}

/** What is kept of a line; `undefined` where it is not one whole object, or nothing in it can be left out. */
function wholeKept(line: Buffer, requests: RequestBodies): Kept | undefined {
  const kept = keptOf(line, requests);
  if (kept.pieces.length === 3 || kept.end === -1) return undefined;
  for (let at = kept.end; at < line.length; at += 1) if ((line[at] ?? 0) > 0x20) return undefined;
  // `null` is longer than an empty body.
  if (lengthOf(kept) > line.length) return undefined;
  return isUtf8(line) ? kept : undefined;
}

function lengthOf({ pieces }: Kept): number {
  let length = 0;
  for (let index = 0; index < pieces.length; index += 3) {
    length += (pieces[index + 1] ?? 0) - (pieces[index] ?? 0);
    if (pieces[index + 2] === 1) length += NULL.length;
  }
  return length;
}

/** @returns how many bytes there are */
function copyKept(line: Buffer, { pieces }: Kept, into: Buffer, start: number): number {
  let at = start;
  for (let index = 0; index < pieces.length; index += 3) {
    at += line.copy(into, at, pieces[index], pieces[index + 1]);
    if (pieces[index + 2] === 1) at += NULL.copy(into, at);
  }
  return at - start;
}
