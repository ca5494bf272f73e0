/**
 * A column of a chunk as DuckDB's vectors take it, and as one thread can give it to another: a record whose
 * members every row names again costs several times as much to copy.
 */
export type EncodedColumn =
  /** No row has a value. */
  | Readonly<{ kind: "absent" }>
  /** Every row has this text. */
  | Readonly<{ kind: "same"; text: string }>
  /** A few texts, and one byte a row: 0 for none, else which of them, counted from 1. */
  | Readonly<{ kind: "few"; texts: readonly string[]; codes: Uint8Array<ArrayBuffer> }>
  /** Texts in UTF-8 behind each other, and how many bytes each row's has: -1 for none. */
  | Readonly<{ kind: "texts"; bytes: Uint8Array<ArrayBuffer>; lengths: Int32Array<ArrayBuffer> }>
  /** Values of a fixed width behind each other; one bit a row tells whether it has one, all have unless said. */
  | Readonly<{ kind: "fixed"; bytes: ArrayBuffer; valid: ArrayBuffer | undefined }>
  /** How many entries each row has, -1 for none at all, and all entries behind each other. */
  | Readonly<{
      kind: "maps";
      lengths: readonly number[];
      entries: number;
      keys: EncodedColumn;
      values: EncodedColumn;
    }>;

/** Rows of a table, in chunks of columns in the table's order. */
export type EncodedRows = readonly Readonly<{ rows: number; columns: readonly EncodedColumn[] }>[];

/** The memory that a thread can hand over instead of copying it. */
export const buffersOf = (encoded: EncodedRows): readonly ArrayBuffer[] =>
  encoded.flatMap(({ columns }) => columns.flatMap(memoryOf));

function memoryOf(column: EncodedColumn): readonly ArrayBuffer[] {
  switch (column.kind) {
    case "fixed":
      return column.valid === undefined ? [column.bytes] : [column.bytes, column.valid];
    case "texts":
      return [column.bytes.buffer, column.lengths.buffer];
    case "few":
      return [column.codes.buffer];
    case "maps":
      return [...memoryOf(column.keys), ...memoryOf(column.values)];
    case "absent":
    case "same":
      return [];
    default:
      return column satisfies never;
  }
}

/** Bytes of one bit a row, in DuckDB's words of 64. */
export const bitBytes = (rows: number): number => Math.ceil(rows / 64) * 8;

/** Sets the bit of a row, in the order in which DuckDB has them. */
export const setBit = (bits: Uint8Array, at: number): void => {
  bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
};

/** Bits for all rows, set for the first ones. */
export function firstBits(count: number, rows: number): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(bitBytes(rows));
  for (let at = 0; at < count; at += 1) setBit(bits, at);
  return bits;
}
