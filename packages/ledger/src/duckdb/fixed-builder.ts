import { parseDollars } from "@headgate/money";
import type { ColumnType } from "../column.ts";
import { type EncodedColumn, firstBits, setBit } from "./encoded-column.ts";
import { smallPicodollars } from "./small-picodollars.ts";

const WORD = 2 ** 32;
const DECIMAL_LIMIT = 10n ** 38n;

/** One piece of memory, seen as what may lie in it. */
type Views = Readonly<{
  words: Int32Array;
  bigints: BigInt64Array;
  doubles: Float64Array;
  flags: Uint8Array;
}>;

/** Types whose values are all equally wide: how wide, and how one is written at its place. */
type Layout<Value> = Readonly<{
  width: 1 | 8 | 16;
  put: (views: Views, at: number, value: Value) => void;
}>;
type FixedType = Exclude<ColumnType, "VARCHAR" | "MAP(VARCHAR, VARCHAR)">;
export type FixedValue = number | bigint | boolean | string;

/** The layout of a type; a column's takers and its type belong together, so its values are of the type. */
const fixedLayouts: Readonly<Record<FixedType, Layout<never>>> = {
  BIGINT: { width: 8, put: putInteger },
  TIMESTAMP: { width: 8, put: putMoment },
  DOUBLE: {
    width: 8,
    put: ({ doubles }, at, value: number) => {
      doubles[at] = value;
    },
  },
  BOOLEAN: {
    width: 1,
    put: ({ flags }, at, value: boolean) => {
      flags[at] = value ? 1 : 0;
    },
  },
  "DECIMAL(38,12)": { width: 16, put: putDollars },
};

/**
 * Gathers the values of a column of a fixed width: takes memory when the first value comes, and bits for the rows
 * without one when there are such rows.
 */
export class FixedBuilder {
  readonly #layout: Layout<never>;
  readonly #name: string;
  readonly #mostRows: number;
  #count = 0;
  #views: Views | undefined;
  #bits: Uint8Array<ArrayBuffer> | undefined;

  constructor({
    type,
    name,
    mostRows,
  }: Readonly<{ type: FixedType; name: string; mostRows: number }>) {
    this.#layout = fixedLayouts[type];
    this.#name = name;
    this.#mostRows = mostRows;
  }

  /** @throws RangeError when a value is larger than the column can hold */
  put(at: number, value: FixedValue): void {
    const { width, put } = this.#layout;
    this.#views ??= viewsOf(this.#mostRows * width);
    if (this.#bits === undefined && this.#count !== at) {
      this.#bits = firstBits(this.#count, this.#mostRows);
    }
    try {
      put(this.#views, at, value as never);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(`${this.#name}: ${error.message}`, { cause: error });
    }
    if (this.#bits !== undefined) setBit(this.#bits, at);
    this.#count += 1;
  }

  /** @param rows how many there are, the last ones perhaps without a value */
  column(rows: number): EncodedColumn {
    if (this.#views === undefined) return { kind: "absent" };
    if (this.#count < rows) this.#bits ??= firstBits(this.#count, this.#mostRows);
    // The memory was made here, and is shared with nobody.
    const bytes = this.#views.words.buffer as ArrayBuffer;
    return { kind: "fixed", bytes, valid: this.#bits?.buffer };
  }
}

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

function putDollars({ words, bigints }: Views, at: number, dollars: string): void {
  const small = smallPicodollars(dollars);
  if (small !== undefined) {
    putSafeInteger(words, at * 4, small);
    return;
  }
  const amount: bigint = parseDollars(dollars);
  // The vector takes 128 bits without a look at the type's 38 digits.
  if (amount >= DECIMAL_LIMIT || amount <= -DECIMAL_LIMIT) {
    throw new RangeError("the amount is larger than any number that the ledger can hold");
  }
  bigints[at * 2] = BigInt.asIntN(64, amount);
  bigints[at * 2 + 1] = amount >> 64n;
}
