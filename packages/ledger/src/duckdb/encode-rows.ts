import type { Tags } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import type { TakenColumn } from "../column.ts";
import { smallPicodollars } from "./small-picodollars.ts";

/** DuckDB's vector size: a data chunk cannot hold more rows. */
const CHUNK_ROWS = 2048;
const WORD = 2 ** 32;
const DECIMAL_LIMIT = 10n ** 38n;

/**
 * A column of a chunk as DuckDB's vectors take it, and as one thread can give it to another: a record whose
 * members every row names again costs several times as much to copy.
 */
export type EncodedColumn =
  /** No row has a value. */
  | Readonly<{ kind: "absent" }>
  /** Every row has this text. */
  | Readonly<{ kind: "same"; text: string }>
  | Readonly<{ kind: "texts"; texts: readonly (string | null)[] }>
  /** Values of a fixed width behind each other; one bit a row tells whether it has one, all have unless said. */
  | Readonly<{ kind: "fixed"; bytes: ArrayBuffer; valid: ArrayBuffer | undefined }>
  /** How many entries each row has, -1 for none at all, and all entries behind each other. */
  | Readonly<{
      kind: "maps";
      lengths: Int32Array;
      keys: readonly string[];
      values: readonly string[];
    }>;

/** Rows of a table, in chunks of columns in the table's order. */
export type EncodedRows = readonly Readonly<{ rows: number; columns: readonly EncodedColumn[] }>[];

/** @throws RangeError when an amount is none, or larger than a column can hold */
export function encodeRows<Row>(
  columns: readonly TakenColumn<Row>[],
  rows: readonly Row[],
): EncodedRows {
  return Array.from({ length: Math.ceil(rows.length / CHUNK_ROWS) }, (_, index) => {
    const chunk = rows.slice(index * CHUNK_ROWS, (index + 1) * CHUNK_ROWS);
    return { rows: chunk.length, columns: columns.map((column) => encodeColumn(column, chunk)) };
  });
}

/** The memory that a thread can hand over instead of copying it. */
export const buffersOf = (encoded: EncodedRows): readonly ArrayBuffer[] =>
  encoded.flatMap(({ columns }) =>
    columns.flatMap((column) =>
      column.kind === "fixed"
        ? [column.bytes, ...(column.valid === undefined ? [] : [column.valid])]
        : [],
    ),
  );

function encodeColumn<Row>(column: TakenColumn<Row>, rows: readonly Row[]): EncodedColumn {
  switch (column.type) {
    case "VARCHAR":
      return encodeTexts(rows, column.take);
    case "BIGINT":
      return encodeFixed(rows, { width: 8, take: column.take, put: putInteger });
    case "TIMESTAMP":
      return encodeFixed(rows, { width: 8, take: column.take, put: putMoment });
    case "DOUBLE":
      return encodeFixed(rows, {
        width: 8,
        take: column.take,
        put: ({ doubles }, at, value) => {
          doubles[at] = value;
        },
      });
    case "BOOLEAN":
      return encodeFixed(rows, {
        width: 1,
        take: column.take,
        put: ({ flags }, at, value) => {
          flags[at] = value ? 1 : 0;
        },
      });
    case "DECIMAL(38,12)":
      return encodeFixed(rows, {
        width: 16,
        take: column.take,
        put: (views, at, value) => putDollars(views, at, { name: column.name, dollars: value }),
      });
    case "MAP(VARCHAR, VARCHAR)":
      return encodeMaps(rows, column.take);
    default:
      return column satisfies never;
  }
}

function encodeTexts<Row>(
  rows: readonly Row[],
  take: (row: Row) => string | null,
): EncodedColumn {
  const texts: (string | null)[] = [];
  let isSame = true;
  for (const row of rows) {
    const text = take(row);
    texts.push(text);
    if (text !== texts[0]) isSame = false;
  }
  const [first] = texts;
  if (!isSame) return { kind: "texts", texts };
  return first === null || first === undefined ? { kind: "absent" } : { kind: "same", text: first };
}

/** One piece of memory, seen as what may lie in it. */
type Views = Readonly<{
  words: Int32Array;
  bigints: BigInt64Array;
  doubles: Float64Array;
  flags: Uint8Array;
}>;

type Fixed<Row, Value> = Readonly<{
  width: 1 | 8 | 16;
  take: (row: Row) => Value | null;
  /** Writes the value of the row at this place. */
  put: (views: Views, at: number, value: Value) => void;
}>;

function encodeFixed<Row, Value>(
  rows: readonly Row[],
  { width, take, put }: Fixed<Row, Value>,
): EncodedColumn {
  let views: Views | undefined;
  let bits: Uint8Array<ArrayBuffer> | undefined;
  for (let at = 0; at < rows.length; at += 1) {
    // The index is within the rows.
    const value = take(rows[at] as Row);
    if (value !== null) {
      if (views === undefined) {
        views = viewsOf(rows.length * width);
        if (at > 0) bits = new Uint8Array(bitBytes(rows.length));
      }
      put(views, at, value);
      if (bits !== undefined) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
    } else if (views !== undefined && bits === undefined) {
      bits = new Uint8Array(bitBytes(rows.length));
      for (let before = 0; before < at; before += 1) {
        bits[before >> 3] = (bits[before >> 3] ?? 0) | (1 << (before & 7));
      }
    }
  }
  if (views === undefined) return { kind: "absent" };
  return { kind: "fixed", bytes: views.words.buffer as ArrayBuffer, valid: bits?.buffer };
}

/** Bytes of one bit a row, in DuckDB's words of 64. */
export const bitBytes = (rows: number): number => Math.ceil(rows / 64) * 8;

function viewsOf(bytes: number): Views {
  const memory = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
  return {
    words: new Int32Array(memory),
    bigints: new BigInt64Array(memory),
    doubles: new Float64Array(memory),
    flags: new Uint8Array(memory),
  };
}

function putInteger({ words, bigints }: Views, at: number, value: number | bigint): void {
  if (typeof value === "number" && Number.isSafeInteger(value)) {
    putSafeInteger(words, at * 2, value);
    return;
  }
  const whole = BigInt(value);
  if (BigInt.asIntN(64, whole) !== whole) throw new RangeError(`${value} is larger than 64 bits`);
  bigints[at] = whole;
}

function putMoment(views: Views, at: number, ms: number): void {
  const microseconds = ms * 1000;
  putInteger(views, at, Number.isSafeInteger(microseconds) ? microseconds : BigInt(ms) * 1000n);
}

/** An element takes what a number is modulo 2³², so that the low word of a negative one is right too. */
function putSafeInteger(words: Int32Array, at: number, value: number): void {
  words[at] = value;
  words[at + 1] = Math.floor(value / WORD);
}

function putDollars(
  { words, bigints }: Views,
  at: number,
  { name, dollars }: Readonly<{ name: string; dollars: string }>,
): void {
  const small = smallPicodollars(dollars);
  if (small !== undefined) {
    putSafeInteger(words, at * 4, small);
    return;
  }
  const amount: bigint = parseDollars(dollars);
  // The vector takes 128 bits without a look at the type's 38 digits.
  if (amount >= DECIMAL_LIMIT || amount <= -DECIMAL_LIMIT) {
    throw new RangeError(`${name} is larger than any number that the ledger can hold`);
  }
  bigints[at * 2] = BigInt.asIntN(64, amount);
  bigints[at * 2 + 1] = amount >> 64n;
}

function encodeMaps<Row>(rows: readonly Row[], take: (row: Row) => Tags | null): EncodedColumn {
  const lengths = new Int32Array(rows.length);
  const keys: string[] = [];
  const values: string[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    // The index is within the rows.
    const tags = take(rows[at] as Row);
    const before = keys.length;
    for (const key in tags) {
      const value = tags[key];
      if (value === undefined) continue;
      keys.push(key);
      values.push(value);
    }
    lengths[at] = tags === null ? -1 : keys.length - before;
  }
  return { kind: "maps", lengths, keys, values };
}

