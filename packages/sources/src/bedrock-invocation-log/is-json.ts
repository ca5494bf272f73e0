const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const SMALL_U = 0x75;
/** An exponent's letter, in either case. */
const CASE_BIT = 0x20;
const SMALL_E = 0x65;
/** The letters behind a backslash that stand for themselves or one sign. */
const escapes = new Set(Buffer.from('"\\/bfnrt'));
const literals = ["true", "false", "null"].map((text) => Buffer.from(text));

/**
 * Whether bytes are one value of JSON (RFC 8259), as `JSON.parse` would say of them, without making anything of it: what
 * a thread only looks at need not become objects that are collected again. What stands in strings may be any bytes from
 * 0x20 on.
 */
export function isJson(bytes: Uint8Array): boolean {
  /** The brackets that stand open, by what closes them. */
  const open: number[] = [];
  let at = 0;
  for (;;) {
    at = behindSpace(bytes, at);
    const byte = bytes[at];
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      const close = byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST;
      const next = behindSpace(bytes, at + 1);
      if (bytes[next] !== close) {
        open.push(close);
        at = close === CLOSE_OBJECT ? behindName(bytes, next) : next;
        if (at === -1) return false;
        continue;
      }
      at = next + 1;
    } else {
      at = byte === QUOTE ? behindString(bytes, at) : behindPlain(bytes, at);
      if (at === -1) return false;
    }
    for (;;) {
      at = behindSpace(bytes, at);
      const close = open.at(-1);
      if (close === undefined) return at === bytes.length;
      if (bytes[at] === COMMA) {
        at = close === CLOSE_OBJECT ? behindName(bytes, behindSpace(bytes, at + 1)) : at + 1;
        if (at === -1) return false;
        break;
      }
      if (bytes[at] !== close) return false;
      open.pop();
      at += 1;
    }
  }
}

function behindSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at]; isSpace(byte); byte = bytes[at]) at += 1;
  return at;
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Behind the colon of a member whose name begins at `start`; -1 where none does. So also of the others below. */
function behindName(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  const end = behindString(bytes, start);
  if (end === -1) return -1;
  const colon = behindSpace(bytes, end);
  return bytes[colon] === COLON ? colon + 1 : -1;
}

function behindString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return -1;
    if (byte !== BACKSLASH) continue;
    at += 1;
    const escaped = bytes[at];
    if (escaped === SMALL_U) {
      for (let digit = 1; digit <= 4; digit += 1) if (!isHex(bytes[at + digit])) return -1;
      at += 4;
    } else if (escaped === undefined || !escapes.has(escaped)) return -1;
  }
  return -1;
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | CASE_BIT;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= ZERO && byte <= ZERO + 9;

/** Behind a number or a literal. */
function behindPlain(bytes: Uint8Array, start: number): number {
  for (const literal of literals) {
    if (bytes[start] !== literal[0]) continue;
    for (let index = 1; index < literal.length; index += 1) {
      if (bytes[start + index] !== literal[index]) return -1;
    }
    return start + literal.length;
  }
  let at = bytes[start] === MINUS ? start + 1 : start;
  at = bytes[at] === ZERO ? at + 1 : behindDigits(bytes, at);
  if (at !== -1 && bytes[at] === POINT) at = behindDigits(bytes, at + 1);
  if (at !== -1 && ((bytes[at] ?? 0) | CASE_BIT) === SMALL_E) {
    const sign = bytes[at + 1];
    at = behindDigits(bytes, sign === MINUS || sign === PLUS ? at + 2 : at + 1);
  }
  return at;
}

function behindDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at])) at += 1;
  return at === start ? -1 : at;
}
