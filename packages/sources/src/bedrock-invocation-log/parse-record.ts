const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COLON = 0x3a;

/**
 * Members that hold what people and models wrote, nothing that is counted, and most of a log's bytes: the
 * request's body, and the content of answers.
 */
const bodies = ['"inputBodyJson"', '"content"'] as const;

/**
 * Reads a record's JSON without what it quotes: the bodies' objects and lists stand as `null`. Making no
 * strings of them is twice as fast, and what users write is never even seen. A quote inside of a JSON string
 * is always escaped, so that a name between two plain quotes with a colon behind it is a member's.
 */
export function parseRecord(text: string): unknown {
  const pieces: string[] = [];
  let kept = 0;
  for (const name of bodies) {
    let at = text.indexOf(name, kept);
    while (at !== -1) {
      const start = valueStart(text, at + name.length);
      const end = start === undefined ? undefined : valueEnd(text, start);
      if (end !== undefined) {
        pieces.push(text.slice(kept, start), "null");
        kept = end;
      }
      at = text.indexOf(name, end ?? at + name.length);
    }
  }
  if (kept === 0) return JSON.parse(text);
  pieces.push(text.slice(kept));
  return JSON.parse(pieces.join(""));
}

/** Where the value behind a member's name begins, if it is an object or a list. */
function valueStart(text: string, behindName: number): number | undefined {
  let at = skipSpace(text, behindName);
  if (text.charCodeAt(at) !== COLON) return undefined;
  at = skipSpace(text, at + 1);
  const sign = text.charCodeAt(at);
  return sign === OPEN_OBJECT || sign === OPEN_LIST ? at : undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** Behind the bracket that closes the one at `start`; `undefined` where none does. */
function valueEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) {
      at = stringEnd(text, at);
      if (at === -1) return undefined;
    } else if (sign === OPEN_OBJECT || sign === OPEN_LIST) depth += 1;
    else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** The quote that closes the string that begins at `start`; -1 where none does. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
