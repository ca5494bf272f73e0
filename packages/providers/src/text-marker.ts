/**
 * Whether `marker` begins between `from` and `to`. The text is a chunk read as Latin-1: one character a
 * byte, so offsets are the chunk's own, and every ASCII marker is found whatever the encoding around it.
 */
export function hasMarker(text: string, marker: string, from: number, to: number): boolean {
  const at = text.indexOf(marker, from);
  return at !== -1 && at < to;
}

const USAGE = '"usage"';

/**
 * Whether a `usage` member with a value other than null begins between `from` and `to`. With usage
 * requested, OpenAI sends `"usage":null` in every chunk but the last, so the name alone tells nothing.
 */
export function hasUsageValue(text: string, from: number, to: number): boolean {
  let at = text.indexOf(USAGE, from);
  while (at !== -1 && at < to) {
    let next = at + USAGE.length;
    while (text[next] === " ") next += 1;
    if (text[next] !== ":") return true;
    next += 1;
    while (text[next] === " ") next += 1;
    if (text[next] !== "n") return true;
    at = text.indexOf(USAGE, next);
  }
  return false;
}
