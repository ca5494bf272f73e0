import type { Splice } from "./splice.ts";

/**
 * White space between the tokens of a JSON text. Strings and numbers are not looked into, so each stays as it was
 * written, whatever a double could hold of it.
 *
 * @param from where the JSON begins in the text
 * @param to where it ends
 */
export function jsonSpaces(text: string, from: number, to: number): Splice[] {
  const found: Splice[] = [];
  let at = from;
  while (at < to) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) at = stringEnd(text, at, to);
    else if (isJsonSpace(unit)) {
      const start = at;
      while (at < to && isJsonSpace(text.charCodeAt(at))) at += 1;
      found.push({ start, end: at, text: "" });
    } else at += 1;
  }
  return found;
}

/** Behind the closing quotation mark of the string that begins here. */
export function stringEnd(text: string, from: number, to: number): number {
  let at = from + 1;
  while (at < to) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5c) at += 2;
    else if (unit === 0x22) return at + 1;
    else at += 1;
  }
  return to;
}

export const isJsonSpace = (unit: number): boolean =>
  unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;

/** Whether a text is one JSON object or list. */
export function isJsonText(text: string): boolean {
  const first = text.search(/[^ \t\r\n]/);
  if (first < 0 || (text[first] !== "{" && text[first] !== "[")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
