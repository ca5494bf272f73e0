/** One member of a JSON object, by byte offsets: key with its quotes, and value, ends exclusive. */
export type JsonMember = Readonly<{
  key: string;
  keyStart: number;
  valueStart: number;
  valueEnd: number;
}>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Past JSON's four kinds of white space. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at += 1;
  }
}

/** Where JSON's white space begins that ends before `end`. */
export function spaceBefore(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at > 0 && skipSpace(bytes, at - 1) !== at - 1) at -= 1;
  return at;
}

/** The offset after the string that begins at `from`. */
function stringEnd(bytes: Buffer, from: number): number {
  let at = from + 1;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === -1) throw new SyntaxError(`the string at byte ${from} does not end`);
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** The offset after the value that begins at `from`. */
function valueEnd(bytes: Buffer, from: number): number {
  const first = bytes[from];
  if (first === QUOTE) return stringEnd(bytes, from);
  let at = from;
  let depth = 0;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at);
      continue;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === COMMA || skipSpace(bytes, at) !== at)) return at;
    at += 1;
  }
  return at;
}

/**
 * Lists the members of the object at `objectStart` without parsing their values: a body is read once by
 * `JSON.parse`, and this then finds the places to edit. The text must be valid JSON.
 */
export function* membersOf(bytes: Buffer, objectStart: number): Generator<JsonMember> {
  let at = skipSpace(bytes, objectStart + 1);
  while (bytes[at] === QUOTE) {
    const keyStart = at;
    const keyEnd = stringEnd(bytes, at);
    const key: unknown = JSON.parse(bytes.toString("utf8", keyStart, keyEnd));
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== COLON) throw new SyntaxError(`expected a colon at byte ${at}`);
    const start = skipSpace(bytes, at + 1);
    const end = valueEnd(bytes, start);
    yield { key: String(key), keyStart, valueStart: start, valueEnd: end };
    at = skipSpace(bytes, end);
    if (bytes[at] !== COMMA) return;
    at = skipSpace(bytes, at + 1);
  }
}

/** Where each object of the array at `arrayStart` begins; it ends with the first element that is none. */
export function* elementsOf(bytes: Buffer, arrayStart: number): Generator<number> {
  if (bytes[arrayStart] !== OPEN_BRACKET) return;
  let at = skipSpace(bytes, arrayStart + 1);
  while (bytes[at] === OPEN_BRACE) {
    yield at;
    at = skipSpace(bytes, valueEnd(bytes, at));
    if (bytes[at] !== COMMA) return;
    at = skipSpace(bytes, at + 1);
  }
}

/** Where the body's object begins. */
export function objectStart(bytes: Buffer): number {
  const at = skipSpace(bytes, 0);
  if (bytes[at] !== OPEN_BRACE) throw new SyntaxError(`expected an object at byte ${at}`);
  return at;
}

/** Where each value of the array at `arrayStart` lies, ends exclusive. The text must be valid JSON. */
export function* itemsOf(
  bytes: Buffer,
  arrayStart: number,
): Generator<Readonly<{ start: number; end: number }>> {
  let at = skipSpace(bytes, arrayStart + 1);
  while (bytes[at] !== CLOSE_BRACKET) {
    const end = valueEnd(bytes, at);
    yield { start: at, end };
    at = skipSpace(bytes, end);
    if (bytes[at] !== COMMA) return;
    at = skipSpace(bytes, at + 1);
  }
}
