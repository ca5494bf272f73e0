const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Brackets and braces differ in one bit, which is set here: `[` is `{`, and `]` is `}`. */
const BRACE_BIT = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;
/** Short strings are looked through here: a call of the machine's own search costs as much as this many bytes. */
const SHORT_STRING = 64;

/** Behind the quote that closes the string whose quote stands at `start`; -1 where none does. */
export function stringEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  const near = Math.min(bytes.length, at + SHORT_STRING);
  while (at < near) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  for (at = bytes.indexOf(QUOTE, at); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
    let slashes = 0;
    while (bytes[at - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

/** Behind the bracket that closes the one at `start`; -1 where none does. Looks at brackets and strings alone. */
export function nestedEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      at = stringEnd(bytes, at) - 1;
      if (at < 0) return -1;
      continue;
    }
    const kind = byte | BRACE_BIT;
    if (kind === OPEN) depth += 1;
    else if (kind === CLOSE) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
