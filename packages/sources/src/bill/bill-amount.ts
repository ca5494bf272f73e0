import { decimalOf } from "../read/number-text.ts";

/** `$50,000.00 `: how spreadsheets and FOCUS's own examples write amounts. Groups of three, so `1,5` is none. */
const GROUPED = /^([+-]?)\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$/;

/** The exact decimal of a bill's amount or quantity; `undefined` where the text is no number. */
export function billAmount(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const plain = decimalOf(text);
  if (plain !== undefined) return plain;
  const bracketed = /^\((.*)\)$/.exec(text.trim());
  const match = GROUPED.exec((bracketed?.[1] ?? text).trim());
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = ""] = match;
  const size = whole.replaceAll(",", "") + fraction;
  if (bracketed !== null) return sign === "" ? decimalOf(`-${size}`) : undefined;
  return decimalOf(sign + size);
}
