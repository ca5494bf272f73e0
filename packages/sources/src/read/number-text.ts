import { parse } from "lossless-json";

/**
 * JSON in which no digit of an amount is lost: a whole number that a double holds exactly becomes a number,
 * every other number stays the text that the file has (`0.1`, `1e-7`, `9007199254740993`), to be read with
 * `decimalOf`. Bytes are UTF-8. Throws a SyntaxError where the text is no JSON; a key that comes twice with two values is none.
 */
export function parseJsonKeepingNumbers(json: Buffer | string): unknown {
  return parse(json.toString(), undefined, {
    parseNumber: (digits) => {
      const value = Number(digits);
      return Number.isSafeInteger(value) && /^-?\d+$/.test(digits) ? value : digits;
    },
  });
}

/** What the wire form of a decimal number holds at most. */
const MOST_CHARACTERS = 80;

/**
 * The exact decimal text of a value that is one: `1e-7` → `0.0000001`, `+5` → `5`, `.5` → `0.5`. Takes what
 * CSV, Parquet and `parseJsonKeepingNumbers` give: text, bigint, and numbers that are whole and safe. Anything
 * else (a fraction that is already a double, `1,000`, `NaN`, over 80 characters) is `undefined`.
 */
export function decimalOf(value: unknown): string | undefined {
  if (typeof value === "bigint") return plainDecimal(String(value));
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? String(value) : undefined;
  }
  return typeof value === "string" ? plainDecimal(value.trim()) : undefined;
}

function plainDecimal(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const shift = Number(exponent);
  if (Math.abs(shift) > MOST_CHARACTERS) return undefined;

  const digits = shift < 0 ? whole.padStart(-shift + 1, "0") + fraction : whole + fraction;
  const point = digits.length - fraction.length + shift;
  const padded = digits.padEnd(point, "0");
  const before = padded.slice(0, point).replace(/^0+(?=\d)/, "");
  const after = padded.slice(point);
  const size = `${before === "" ? "0" : before}${after === "" ? "" : `.${after}`}`;
  const plain = sign === "-" && /[1-9]/.test(size) ? `-${size}` : size;
  return plain.length <= MOST_CHARACTERS ? plain : undefined;
}
