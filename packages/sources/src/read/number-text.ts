/**
 * JSON in which no digit of an amount is lost: a whole number that a double holds exactly becomes a number,
 * every other number stays the text that the file has (`0.1`, `1e-7`, `9007199254740993`), to be read with
 * `decimalOf`. Bytes are UTF-8. Throws a SyntaxError where the text is no JSON. By `JSON.parse`, which is several times
 * as fast as a parser in JavaScript: numbers that it would change are put in quotes for it.
 */
export const parseJsonKeepingNumbers = (json: Buffer | string): unknown =>
  JSON.parse(withNumbersQuoted(json.toString()));

const QUOTE = 0x22;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
/** A number as a value of JSON has it: a comma, a bracket or the end stands behind it. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\t\n\r ]*(?:[,\]}]|$))/y;
const WHOLE = /^-?\d+$/;

/** What is no number of JSON stays as it is, for `JSON.parse` to refuse. */
function withNumbersQuoted(json: string): string {
  let quoted = "";
  let copied = 0;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json.charCodeAt(at);
    if (sign === QUOTE) at = endOfText(json, at);
    else if (sign === MINUS || (sign >= DIGIT_0 && sign <= DIGIT_9)) {
      NUMBER.lastIndex = at;
      const digits = NUMBER.exec(json)?.[0];
      if (digits === undefined) return json;
      if (!(WHOLE.test(digits) && Number.isSafeInteger(Number(digits)))) {
        quoted += `${json.slice(copied, at)}"${digits}"`;
        copied = at + digits.length;
      }
      at += digits.length - 1;
    }
  }
  return copied === 0 ? json : quoted + json.slice(copied);
}

/** Where the text that begins with this quote ends: at the next one behind an even number of backslashes. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let before = end;
    while (json[before - 1] === "\\") before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return json.length;
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
