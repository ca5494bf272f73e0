/** A byte sequence to look for before anything is parsed. */
export type ByteMarker = Buffer;

export const byteMarker = (text: string): ByteMarker => Buffer.from(text, "latin1");

/** Whether the marker begins between `from` and `to`. */
export function hasMarker(bytes: Buffer, marker: ByteMarker, from: number, to: number): boolean {
  const at = bytes.indexOf(marker, from);
  return at !== -1 && at < to;
}

const LOWER_N = 0x6e;
const COLON = 0x3a;
const SPACE = 0x20;
const usage = byteMarker('"usage"');

/**
 * Whether a `usage` member with a value other than null begins between `from` and `to`. With usage
 * requested, OpenAI sends `"usage":null` in every chunk but the last, so the name alone tells nothing.
 */
export function hasUsageValue(bytes: Buffer, from: number, to: number): boolean {
  let at = bytes.indexOf(usage, from);
  while (at !== -1 && at < to) {
    let next = at + usage.length;
    while (bytes[next] === SPACE) next += 1;
    if (bytes[next] !== COLON) return true;
    next += 1;
    while (bytes[next] === SPACE) next += 1;
    if (bytes[next] !== LOWER_N) return true;
    at = bytes.indexOf(usage, next);
  }
  return false;
}
