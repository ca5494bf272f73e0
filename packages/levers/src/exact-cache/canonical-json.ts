import { behindNumber, behindString, isDigit, isExact, MINUS, QUOTE } from "./json-tokens.ts";
import { MOST_NESTED, plainCanonicalJson } from "./plain-canonical-json.ts";

const COLON = 0x3a;

/**
 * A JSON object written so that two texts of one meaning are written alike: members by name, numbers by value,
 * strings by their characters, no white space. Members below `properties` keep their order: it is the order in
 * which a model writes what a JSON schema asks for.
 *
 * @param json what `JSON.parse` made of the text
 * @returns undefined where the meaning is not certain: a member named twice (parsers differ in which one
 *   holds), a number that a double does not hold exactly, deeper nesting than 128
 */
export const canonicalJson = (
  json: Readonly<Record<string, unknown>>,
  text: string,
): string | undefined => plainCanonicalJson(text) ?? canonicalByValue(json, text);

/** The same, written from what was parsed: for any text. */
export function canonicalByValue(
  json: Readonly<Record<string, unknown>>,
  text: string,
): string | undefined {
  const scanned = scan(text);
  if (scanned === undefined) return undefined;
  const writer = new CanonicalWriter();
  const written = writer.write(json, 0, false);
  // A member that was named twice stands in the text twice, and in what was parsed once.
  return writer.members === scanned && !writer.isTooDeep ? written : undefined;
}

class CanonicalWriter {
  members = 0;
  isTooDeep = false;

  write(value: unknown, depth: number, keepsOrder: boolean): string {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
    if (depth >= MOST_NESTED) {
      this.isTooDeep = true;
      return "";
    }
    if (Array.isArray(value)) {
      let items = "";
      for (const item of value) {
        items += `${items === "" ? "" : ","}${this.write(item, depth + 1, false)}`;
      }
      return `[${items}]`;
    }
    const names = Object.keys(value);
    this.members += names.length;
    if (!keepsOrder) names.sort();
    let members = "";
    for (const name of names) {
      const member = (value as Record<string, unknown>)[name];
      members += `${members === "" ? "" : ","}${JSON.stringify(name)}:${this.write(member, depth + 1, name === "properties")}`;
    }
    return `{${members}}`;
  }
}

/** How many members valid JSON text has; undefined where a number is not held exactly. */
function scan(text: string): number | undefined {
  let members = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = behindString(text, at);
    else if (code === COLON) {
      members += 1;
      at += 1;
    } else if (code === MINUS || isDigit(code)) {
      const end = behindNumber(text, at);
      if (!isExact(text.slice(at, end))) return undefined;
      at = end;
    } else at += 1;
  }
  return members;
}
