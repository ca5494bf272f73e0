import { nestedEnd, stringEnd } from "./skip-json.ts";

const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
/** Brackets and braces differ in one bit, which is set here. */
const BRACE_BIT = 0x20;
const CLOSE_OBJECT = 0x7d;

/**
 * Members that hold what people and models wrote, or vectors, nothing that is counted, and most of a log's
 * bytes: the request's body, and the content of answers.
 */
const REQUEST = Buffer.from('"inputBodyJson"');
const ANSWERS = ["content", "embedding", "embeddings"].map((name) => Buffer.from(`"${name}"`));
const bodies = [REQUEST, ...ANSWERS];
const bodyLengths = new Set(bodies.map(({ length }) => length));
/** How the pieces of a stream begin that hold a few words of the answer: hundreds of them in a record. */
const deltas = ['{"contentBlockDelta":', '{"type":"content_block_delta"'].map((text) =>
  Buffer.from(text),
);

/** Whether requests are kept whole, to be looked at; answers never are. */
export type RequestBodies = "kept" | "left_out";

/** What of a record's bytes is kept. */
export type Kept = Readonly<{
  /** Of each piece its beginning, its end, and 1 where `null` stands behind it for what is left out, else 0. */
  pieces: readonly number[];
  /** Behind the one object or list that the bytes are; -1 where they are none, several, or cut. */
  end: number;
}>;

/**
 * Finds what is left of a record without what it quotes: the bodies' objects and lists stand as `null`, and a
 * stream's pieces of text are left out or `null`. A quote inside of a JSON string is always escaped, so that a name
 * between two plain quotes with a colon behind it is a member's.
 *
 * @param bytes UTF-8
 */
export function keptOf(bytes: Buffer, requests: RequestBodies = "left_out"): Kept {
  const pieces: number[] = [];
  let from = 0;
  let at = 0;
  let depth = 0;
  let end = -1;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      const behindString = stringEnd(bytes, at);
      if (behindString === -1) return { pieces: [...pieces, from, bytes.length, 0], end: -1 };
      const start = bodyLengths.has(behindString - at) ? bodyStart(bytes, at, behindString) : -1;
      const behind = start === -1 ? -1 : nestedEnd(bytes, start);
      const nameAt = at;
      at = behindString;
      if (behind === -1) continue;
      const isKept = requests === "kept" && behindString - nameAt === REQUEST.length;
      at = behind;
      if (isKept) continue;
      pieces.push(from, start, 1);
      from = behind;
    } else if (byte === OPEN_OBJECT && isDelta(bytes, at)) {
      const behind = behindDeltas(bytes, at);
      if (behind === -1) return { pieces: [...pieces, from, bytes.length, 0], end: -1 };
      // A comma was taken along with each piece; the last one may have none.
      pieces.push(from, at, bytes[behind - 1] === COMMA ? 0 : 1);
      from = behind;
      at = behind;
    } else {
      const kind = byte | BRACE_BIT;
      at += 1;
      if (kind === OPEN_OBJECT) depth += 1;
      else if (kind === CLOSE_OBJECT) {
        depth -= 1;
        if (depth === 0) end = end === -1 ? at : Number.NaN;
      }
    }
  }
  pieces.push(from, bytes.length, 0);
  return { pieces, end: depth === 0 && !Number.isNaN(end) ? end : -1 };
}

/** Where the object or list of a body begins, whose name may stand between `start` and `end`; -1 where it is none. */
function bodyStart(bytes: Buffer, start: number, end: number): number {
  let at = skipSpace(bytes, end);
  if (bytes[at] !== COLON) return -1;
  at = skipSpace(bytes, at + 1);
  if (bytes[at] !== OPEN_OBJECT && bytes[at] !== OPEN_LIST) return -1;
  return bodies.some((name) => standsAt(bytes, start, name) && name.length === end - start)
    ? at
    : -1;
}

/** Whether a member of a list begins here that is a piece of a stream's text. */
function isDelta(bytes: Buffer, at: number): boolean {
  const before = bytes[at - 1];
  if (before !== COMMA && before !== OPEN_LIST) return false;
  return deltas.some((beginning) => standsAt(bytes, at, beginning));
}

/** Behind the pieces that follow each other from `start` on, and the comma behind the last; -1 where one is cut. */
function behindDeltas(bytes: Buffer, start: number): number {
  let at = start;
  do {
    const end = nestedEnd(bytes, at);
    if (end === -1) return -1;
    // A comma before a list's end is no JSON, and is left for the parser to say so.
    if (bytes[end] !== COMMA || bytes[skipSpace(bytes, end + 1)] === CLOSE_LIST) return end;
    at = end + 1;
  } while (isDelta(bytes, at));
  return at;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at += 1;
  return at;
}

/** In a loop of its own: a call of `Buffer.compare` costs more than these few bytes. */
function standsAt(bytes: Buffer, at: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text[index]) return false;
  }
  return true;
}
