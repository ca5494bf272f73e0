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
      lengths: readonly number[];
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
    const builders = columns.map((column) => builderOf(column, chunk.length));
    // Row by row: a row is read whole while it is in the processor's cache, which is twice as fast.
    for (const row of chunk) for (const builder of builders) builder.add(row);
    return { rows: chunk.length, columns: builders.map((builder) => builder.column()) };
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

interface ColumnBuilder<Row> {
  add(row: Row): void;
  column(): EncodedColumn;
}

function builderOf<Row>(column: TakenColumn<Row>, rows: number): ColumnBuilder<Row> {
  switch (column.type) {
    case "VARCHAR":
      return new TextBuilder(column.take);
    case "BIGINT":
      return new FixedBuilder({ rows, width: 8, take: column.take, put: putInteger });
    case "TIMESTAMP":
      return new FixedBuilder({ rows, width: 8, take: column.take, put: putMoment });
    case "DOUBLE":
      return new FixedBuilder({ rows, width: 8, take: column.take, put: putDouble });
    case "BOOLEAN":
      return new FixedBuilder({ rows, width: 1, take: column.take, put: putFlag });
    case "DECIMAL(38,12)":
      return new FixedBuilder({
        rows,
        width: 16,
        take: column.take,
        put: (views, at, value) => putDollars(views, at, { name: column.name, dollars: value }),
      });
    case "MAP(VARCHAR, VARCHAR)":
      return new MapBuilder(column.take);
    default:
      return column satisfies never;
  }
}

class TextBuilder<Row> implements ColumnBuilder<Row> {
  readonly #take: (row: Row) => string | null;
  readonly #texts: (string | null)[] = [];
  #isSame = true;

  constructor(take: (row: Row) => string | null) {
    this.#take = take;
  }

  add(row: Row): void {
    const text = this.#take(row);
    this.#texts.push(text);
    if (this.#isSame && text !== this.#texts[0]) this.#isSame = false;
  }

  column(): EncodedColumn {
    const [first] = this.#texts;
    if (!this.#isSame) return { kind: "texts", texts: this.#texts };
    if (first === null || first === undefined) return { kind: "absent" };
    return { kind: "same", text: first };
  }
}

/** One piece of memory, seen as what may lie in it. */
type Views = Readonly<{
  words: Int32Array;
  bigints: BigInt64Array;
  doubles: Float64Array;
  flags: Uint8Array;
}>;

type Fixed<Row, Value> = Readonly<{
  rows: number;
  width: 1 | 8 | 16;
  take: (row: Row) => Value | null;
  /** Writes the value of the row at this place. */
  put: (views: Views, at: number, value: Value) => void;
}>;

/** Takes memory when the first value comes, and bits for the rows without one when there are such rows. */
class FixedBuilder<Row, Value> implements ColumnBuilder<Row> {
  readonly #fixed: Fixed<Row, Value>;
  #at = 0;
  #views: Views | undefined;
  #bits: Uint8Array<ArrayBuffer> | undefined;

  constructor(fixed: Fixed<Row, Value>) {
    this.#fixed = fixed;
  }

  add(row: Row): void {
    const { rows, width, take, put } = this.#fixed;
    const at = this.#at;
    this.#at += 1;
    const value = take(row);
    if (value === null) {
      if (this.#views !== undefined) this.#bits ??= bitsBefore(at, rows);
      return;
    }
    if (this.#views === undefined) {
      this.#views = viewsOf(rows * width);
      if (at > 0) this.#bits = bitsBefore(0, rows);
    }
    put(this.#views, at, value);
    if (this.#bits !== undefined) setBit(this.#bits, at);
  }

  column(): EncodedColumn {
    if (this.#views === undefined) return { kind: "absent" };
    // The memory was made here, and is shared with nobody.
    const bytes = this.#views.words.buffer as ArrayBuffer;
    return { kind: "fixed", bytes, valid: this.#bits?.buffer };
  }
}

class MapBuilder<Row> implements ColumnBuilder<Row> {
  readonly #take: (row: Row) => Tags | null;
  readonly #lengths: number[] = [];
  readonly #keys: string[] = [];
  readonly #values: string[] = [];

  constructor(take: (row: Row) => Tags | null) {
    this.#take = take;
  }

  add(row: Row): void {
    const tags = this.#take(row);
    const before = this.#keys.length;
    for (const key in tags) {
      const value = tags[key];
      if (value === undefined) continue;
      this.#keys.push(key);
      this.#values.push(value);
    }
    this.#lengths.push(tags === null ? -1 : this.#keys.length - before);
  }

  column(): EncodedColumn {
    return { kind: "maps", lengths: this.#lengths, keys: this.#keys, values: this.#values };
  }
}

/** Bits for all rows, set for the first ones. */
function bitsBefore(count: number, rows: number): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(bitBytes(rows));
  for (let at = 0; at < count; at += 1) setBit(bits, at);
  return bits;
}

/** Sets the bit of a row, in the order in which DuckDB has them. */
export const setBit = (bits: Uint8Array, at: number): void => {
  bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
};

const putDouble = ({ doubles }: Views, at: number, value: number): void => {
  doubles[at] = value;
};

const putFlag = ({ flags }: Views, at: number, value: boolean): void => {
  flags[at] = value ? 1 : 0;
};

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
