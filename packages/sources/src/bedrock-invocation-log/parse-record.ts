import { nestedEnd, stringEnd } from "./skip-json.ts";

const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/**
 * Members that hold what people and models wrote, or vectors, nothing that is counted, and most of a log's
 * bytes: the request's body, and the content of answers.
 */
const bodies = ["inputBodyJson", "content", "embedding", "embeddings"].map((name) =>
  Buffer.from(`"${name}"`),
);
const bodyLengths = new Set(bodies.map(({ length }) => length));
/** How the pieces of a stream begin that hold a few words of the answer: hundreds of them in a record. */
const deltas = ['{"contentBlockDelta":', '{"type":"content_block_delta"'].map((text) =>
  Buffer.from(text),
);

/**
 * Reads a record's JSON without what it quotes: the bodies' objects and lists stand as `null`, and a stream's
 * pieces of text are left out or `null`. Making no strings of them is several times as fast, and what users
 * write is never even seen. A quote inside of a JSON string is always escaped, so that a name between two plain
 * quotes with a colon behind it is a member's.
 *
 * @param bytes UTF-8
 * @throws SyntaxError where what is left is no JSON
 */
export function parseRecord(bytes: Buffer): unknown {
  const kept: string[] = [];
  let from = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at);
      if (end === -1) break;
      const start = bodyLengths.has(end - at) ? bodyStart(bytes, at, end) : -1;
      const behind = start === -1 ? -1 : nestedEnd(bytes, start);
      at = end;
      if (behind === -1) continue;
      kept.push(bytes.toString("utf8", from, start), "null");
      from = behind;
      at = behind;
    } else if (byte === OPEN_OBJECT && isDelta(bytes, at)) {
      const behind = behindDeltas(bytes, at);
      if (behind === -1) break;
      kept.push(bytes.toString("utf8", from, at));
      // A comma was taken along with each piece; the last one may have none.
      if (bytes[behind - 1] !== COMMA) kept.push("null");
      from = behind;
      at = behind;
    } else at += 1;
  }
  if (from === 0) return JSON.parse(bytes.toString("utf8"));
  kept.push(bytes.toString("utf8", from));
  return JSON.parse(kept.join(""));
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
