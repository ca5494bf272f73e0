import { joinChunks } from "../join-chunks.ts";
import type { StreamPiece, StreamSplitter } from "./stream-pieces.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Cuts a JSON array of objects that arrives in pieces, as Google's APIs stream without `alt=sse`, into its
 * elements. What stands before an element belongs to it; the last piece is the array's end.
 */
export class ElementSplitter implements StreamSplitter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Where the element begins within the pending bytes. */
  #elementAt = 0;
  /** 0: before the array; 1: between its elements; more: within one. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  #elements = 0;
  #ended = false;
  #problem: string | undefined;

  get problem(): string | undefined {
    return this.#problem;
  }

  get separator(): string {
    return this.#elements === 0 ? "[" : ",\n";
  }

  push(chunk: Buffer): readonly StreamPiece[] {
    const pieces: StreamPiece[] = [];
    let from = 0;
    const take = (end: number): Buffer => {
      this.#pending.push(chunk.subarray(from, end));
      from = end;
      this.#pendingBytes = 0;
      const bytes = Buffer.concat(this.#pending);
      this.#pending = [];
      return bytes;
    };
    for (let at = 0; at < chunk.length && this.#problem === undefined && !this.#ended; at += 1) {
      const byte = chunk[at] as number;
      if (this.#inString) this.#readString(byte);
      else if (this.#depth > 1) {
        if (byte === QUOTE) this.#inString = true;
        else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
        else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
          this.#depth -= 1;
          if (this.#depth === 1) {
            const bytes = take(at + 1);
            const json = bytes.toString("utf8", this.#elementAt);
            pieces.push({ bytes, json, isEnd: false });
            this.#elements += 1;
          }
        }
      } else if (this.#depth === 1 && byte === OPEN_BRACE) {
        this.#elementAt = this.#pendingBytes + at - from;
        this.#depth = 2;
      } else if (this.#depth === 1 && byte === CLOSE_BRACKET) {
        pieces.push({ bytes: take(at + 1), json: undefined, isEnd: true });
        this.#ended = true;
      } else if (this.#depth === 0 && byte === OPEN_BRACKET) this.#depth = 1;
      else if (!isSpace(byte) && !(this.#depth === 1 && byte === COMMA)) {
        this.#problem = "the stream is not a JSON array of objects";
      }
    }
    if (from === chunk.length) return pieces;
    if (this.#problem === undefined) {
      this.#pending.push(chunk.subarray(from));
      this.#pendingBytes += chunk.length - from;
    } else pieces.push({ bytes: take(chunk.length), json: undefined, isEnd: false });
    return pieces;
  }

  takePending(): Buffer | undefined {
    const pending = joinChunks(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return pending;
  }

  /** An element is a piece as soon as it is whole. */
  lastPiece(): undefined {
    return undefined;
  }

  #readString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }
}
