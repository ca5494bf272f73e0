import { decimalOf } from "../read/number-text.ts";
import type { AmountCommas } from "./amount-commas.ts";

/**
 * `$50,000.00 `: how spreadsheets and FOCUS's own examples write amounts. Groups of three behind one to three digits that do
 * not begin with 0, so `1,5` and `0,123` are none.
 */
const GROUPED = /^([+-]?)\$?\s*([1-9]\d{0,2}(?:,\d{3})+|\d+)(\.\d+)?$/;
/** `12,345` alone: thousands or decimals, as one likes. */
const EITHER = /^[+-]?\$?\s*\d{1,3},\d{3}$/;
/** `1.234,56`, `0,12`, `1,2E-7`; points part thousands. */
const COMMA = /^([+-]?)\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?([eE][+-]?\d+)?$/;

/** The exact decimal of a bill's amount or quantity; `undefined` where the text is no number, or one of two. */
export function billAmount(
  text: string | undefined,
  commas: AmountCommas = "thousands",
): string | undefined {
  if (text === undefined) return undefined;
  const bracketed = /^\((.*)\)$/.exec(text.trim());
  const inner = (bracketed?.[1] ?? text).trim();
  const size = commas === "decimal" ? ofCommas(inner) : ofPoints(inner, commas);
  if (bracketed === null || size === undefined) return size;
  return /^[+-]/.test(inner) ? undefined : decimalOf(`-${size}`);
}

function ofPoints(text: string, commas: "thousands" | "unknown"): string | undefined {
  const plain = decimalOf(text);
  if (plain !== undefined) return plain;
  if (commas === "unknown" && EITHER.test(text)) return undefined;
  const match = GROUPED.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = ""] = match;
  return decimalOf(sign + whole.replaceAll(",", "") + fraction);
}

function ofCommas(text: string): string | undefined {
  const match = COMMA.exec(text);
  if (match === null) return decimalOf(text);
  const [, sign = "", whole = "", fraction, exponent = ""] = match;
  // `1.234` beside `0,5`: thousands or decimals, as one likes.
  if (fraction === undefined && whole.includes(".")) return undefined;
  return decimalOf(`${sign}${whole.replaceAll(".", "")}.${fraction ?? ""}${exponent}`);
}
