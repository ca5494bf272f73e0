import { formatDollars, type Picodollars, parseDollars, picodollars, ZERO } from "@headgate/money";
import type { SqlRow } from "./ask.ts";

const cellOf = (row: SqlRow, name: string) => {
  const value = row[name];
  if (value === undefined) throw new TypeError(`the answer has no column ${name}`);
  return value;
};

const wrongType = (row: SqlRow, name: string, expected: string): TypeError =>
  new TypeError(`column ${name} holds ${typeof cellOf(row, name)} where ${expected} was expected`);

/**
 * A whole number, or null.
 * @throws RangeError beyond 2^53: it could not be told from its neighbours
 */
export function integerOrNull(row: SqlRow, name: string): number | null {
  const value = cellOf(row, name);
  if (value === null) return null;
  if (typeof value !== "bigint" && typeof value !== "number")
    throw wrongType(row, name, "a number");
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`${name} is ${value}, which is not a whole number below 2^53`);
  }
  return number;
}

export function integer(row: SqlRow, name: string): number {
  const value = integerOrNull(row, name);
  if (value === null) throw wrongType(row, name, "a number");
  return value;
}

/** A sum of whole numbers. SQL's sum over rows that all lack the number is null: nothing was added up. */
export const integerSum = (row: SqlRow, name: string): number => integerOrNull(row, name) ?? 0;

export function numberOrNull(row: SqlRow, name: string): number | null {
  const value = cellOf(row, name);
  if (value === null || typeof value === "number") return value;
  throw wrongType(row, name, "a number");
}

export function textOrNull(row: SqlRow, name: string): string | null {
  const value = cellOf(row, name);
  if (value === null || typeof value === "string") return value;
  throw wrongType(row, name, "text");
}

export function text(row: SqlRow, name: string): string {
  const value = textOrNull(row, name);
  if (value === null) throw wrongType(row, name, "text");
  return value;
}

export function truth(row: SqlRow, name: string): boolean {
  const value = cellOf(row, name);
  if (typeof value === "boolean") return value;
  throw wrongType(row, name, "true or false");
}

export function truthOrNull(row: SqlRow, name: string): boolean | null {
  return cellOf(row, name) === null ? null : truth(row, name);
}

/** An amount that was cast to text, or null where it is not known. */
export function picodollarsOrNull(row: SqlRow, name: string): Picodollars | null {
  const value = textOrNull(row, name);
  return value === null ? null : parseDollars(value);
}

/** An amount that was cast to text and is known, in the wire form. */
export const dollars = (row: SqlRow, name: string): string =>
  formatDollars(parseDollars(text(row, name)));

/** As {@link picodollarsOrNull}, in the wire form: engines differ in how many places their text has. */
export function amountOrNull(row: SqlRow, name: string): string | null {
  const value = picodollarsOrNull(row, name);
  return value === null ? null : formatDollars(value);
}

/** A sum of amounts that was cast to text. Over no priced row it is null in SQL: no dollar was added up. */
export const picodollarsSum = (row: SqlRow, name: string): Picodollars =>
  picodollarsOrNull(row, name) ?? ZERO;

/** A sum of whole numbers of any width; null in SQL where nothing was added up. */
export function wholeSumOrNull(row: SqlRow, name: string): bigint | null {
  const value = cellOf(row, name);
  if (value === null || typeof value === "bigint") return value;
  throw wrongType(row, name, "a whole number");
}

/** A sum of amounts as a whole number of picodollars. Over no priced row it is null in SQL: no dollar was added up. */
export function wholePicodollarsSum(row: SqlRow, name: string): Picodollars {
  const value = wholeSumOrNull(row, name);
  return value === null ? ZERO : picodollars(value);
}

/** As {@link wholePicodollarsSum}, in the wire form, and null where no amount is known. */
export function wholeDollarsOrNull(row: SqlRow, name: string): string | null {
  const value = wholeSumOrNull(row, name);
  return value === null ? null : formatDollars(picodollars(value));
}

/** An amount in the wire form, which is also the form of a decimal with the ledger's twelve places. */
const WIRE_FORM = /^-?\d+\.\d{12}$/;

/** As {@link picodollarsSum}, in the wire form. */
export const dollarsSum = (row: SqlRow, name: string): string => {
  const value = textOrNull(row, name);
  return value !== null && WIRE_FORM.test(value) ? value : formatDollars(picodollarsSum(row, name));
};

/** Epoch milliseconds as ISO 8601 in UTC. */
export const isoTime = (row: SqlRow, name: string): string =>
  new Date(integer(row, name)).toISOString();
