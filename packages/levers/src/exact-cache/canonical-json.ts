/** Nested deeper than this, nobody's request is an honest question. */
const MOST_NESTED = 128;
/** Decimals of up to fifteen significant digits are told apart by a double, all of them. */
const EXACT_DIGITS = 15;
/** Beyond this power of ten a double loses digits, or is no number any more. */
const MOST_EXPONENT = 290;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;

/**
 * A JSON object written so that two texts of one meaning are written alike: members by name, numbers by value,
 * strings by their characters, no white space. Members below `properties` keep their order: it is the order in
 * which a model writes what a JSON schema asks for.
 *
 * @param json what `JSON.parse` made of the text
 * @returns undefined where the meaning is not certain: a member named twice (parsers differ in which one
 *   holds), a number that a double does not hold exactly, deeper nesting than 128
 */
export function canonicalJson(
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

function behindString(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
    at = quote + 1;
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

function behindNumber(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    // Digits, `.`, `e`, `E`, `+` and `-`.
    if (!isDigit(code) && code !== 0x2e && (code | 0x20) !== 0x65 && code !== 0x2b && code !== 0x2d)
      break;
    at += 1;
  }
  return at;
}

function isExact(number: string): boolean {
  if (number.length <= EXACT_DIGITS && !/[eE]/.test(number)) return true;
  const [mantissa = "", exponent = "0"] = number.toLowerCase().split("e");
  const digits = mantissa.replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
  return (
    digits.length <= EXACT_DIGITS && Math.abs(Number(exponent)) + mantissa.length <= MOST_EXPONENT
  );
}
