import {
  BIGINT,
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  MAP,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import duckdb, { type Vector } from "@duckdb/node-bindings";
import type { ColumnType, TakenColumn } from "../column.ts";
import { encodeRows } from "./encode-rows.ts";
import { bitBytes, type EncodedColumn, type EncodedRows, setBit } from "./encoded-column.ts";

/** DuckDB's type of each kind of column. */
const types: Readonly<Record<ColumnType, DuckDBType>> = {
  VARCHAR,
  BIGINT,
  DOUBLE,
  BOOLEAN,
  TIMESTAMP,
  "DECIMAL(38,12)": DECIMAL(38, 12),
  "MAP(VARCHAR, VARCHAR)": MAP(VARCHAR, VARCHAR),
};

/** A table and how a row lies in it: all of its columns, in their order. */
export type RowTable<Row> = Readonly<{
  name: string;
  /** True for a table of the connection's own, which the file does not hold. */
  temporary?: boolean;
  columns: readonly TakenColumn<Row>[];
}>;

/** Adds rows to a table, within the connection's transaction. */
export const writeRows = <Row>(
  connection: DuckDBConnection,
  table: RowTable<Row>,
  rows: readonly Row[],
): Promise<void> => writeEncodedRows(connection, table, encodeRows(table.columns, rows));

/** Adds rows that were encoded with the table's columns, within the connection's transaction. */
export async function writeEncodedRows<Row>(
  connection: DuckDBConnection,
  { name, temporary, columns }: RowTable<Row>,
  encoded: EncodedRows,
): Promise<void> {
  if (encoded.length === 0) return;
  const appender = await (temporary === true
    ? connection.createAppender(name, "main", "temp")
    : connection.createAppender(name));
  const duckdbTypes = columns.map((column) => types[column.type]);
  try {
    for (const { rows, columns: values } of encoded) {
      const chunk = DuckDBDataChunk.create(duckdbTypes, rows);
      values.forEach((column, index) => {
        fill(duckdb.data_chunk_get_vector(chunk.chunk, index), { column, rows });
      });
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/**
 * By DuckDB's own calls: the library's vectors take a value at a time and set a bit of a bigint for each, which
 * was about a quarter of this thread's time in an import.
 */
function fill(
  vector: Vector,
  { column, rows }: Readonly<{ column: EncodedColumn; rows: number }>,
): void {
  switch (column.kind) {
    case "absent":
      setValid(vector, new ArrayBuffer(bitBytes(rows)));
      return;
    case "same":
      duckdb.vector_reference_value(vector, duckdb.create_varchar(column.text));
      return;
    case "few":
      fillFew(vector, column);
      return;
    case "texts":
      fillTexts(vector, column);
      return;
    case "fixed":
      duckdb.copy_data_to_vector(vector, 0, column.bytes, 0, column.bytes.byteLength);
      if (column.valid !== undefined) setValid(vector, column.valid);
      return;
    case "maps":
      fillMaps(vector, column);
      return;
    default:
      column satisfies never;
  }
}

function setValid(vector: Vector, bits: ArrayBuffer): void {
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, bits, 0, bits.byteLength);
}

/** How DuckDB has a text in a vector: its length, and its bytes or, behind its first four, where they lie. */
const TEXT_WORDS = 4;
const SHORT_TEXT = 12;
const WORD = 2 ** 32;

/**
 * The vector is given all texts as one, whose bytes it keeps; a row only says where in them its own lie. A call of
 * DuckDB's for each text takes several times as long.
 */
function fillTexts(
  vector: Vector,
  { bytes, lengths }: Extract<EncodedColumn, { kind: "texts" }>,
): void {
  duckdb.vector_assign_string_element_len(vector, 0, bytes);
  const [, , low = 0, high = 0] = new Uint32Array(
    duckdb.vector_get_data(vector, TEXT_WORDS * 4).slice().buffer,
  );
  const memory = new ArrayBuffer(lengths.length * TEXT_WORDS * 4);
  const words = new Uint32Array(memory);
  const signs = new Uint8Array(memory);
  const bits = new Uint8Array(bitBytes(lengths.length));
  let isAll = true;
  let start = 0;
  for (let at = 0; at < lengths.length; at += 1) {
    const length = lengths[at] ?? -1;
    if (length < 0) {
      isAll = false;
      continue;
    }
    const to = at * TEXT_WORDS;
    words[to] = length;
    // Bytes that stand in the row itself, which are zero behind a short text's end.
    const near = length <= SHORT_TEXT ? length : 4;
    for (let index = 0; index < near; index += 1) {
      signs[to * 4 + 4 + index] = bytes[start + index] ?? 0;
    }
    if (length > SHORT_TEXT) {
      const place = low + start;
      words[to + 2] = place;
      words[to + 3] = high + (place >= WORD ? 1 : 0);
    }
    setBit(bits, at);
    start += length;
  }
  duckdb.copy_data_to_vector(vector, 0, memory, 0, memory.byteLength);
  if (!isAll) setValid(vector, bits.buffer);
}

/**
 * Each text is given to the vector once, in its first rows, and what stands there is copied to all rows that have it:
 * the vector keeps the bytes, and a row only says where they lie.
 */
function fillFew(vector: Vector, { texts, codes }: Extract<EncodedColumn, { kind: "few" }>): void {
  texts.forEach((text, at) => {
    duckdb.vector_assign_string_element(vector, at, text);
  });
  const given = duckdb.vector_get_data(vector, texts.length * TEXT_WORDS * 4);
  const known = new Int32Array(given.slice().buffer);
  const words = new Int32Array(codes.length * TEXT_WORDS);
  const bits = new Uint8Array(bitBytes(codes.length));
  let isAll = true;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) {
      isAll = false;
      continue;
    }
    const from = (code - 1) * TEXT_WORDS;
    const to = at * TEXT_WORDS;
    words[to] = known[from] ?? 0;
    words[to + 1] = known[from + 1] ?? 0;
    words[to + 2] = known[from + 2] ?? 0;
    words[to + 3] = known[from + 3] ?? 0;
    setBit(bits, at);
  }
  duckdb.copy_data_to_vector(vector, 0, words.buffer, 0, words.byteLength);
  if (!isAll) setValid(vector, bits.buffer);
}

function fillMaps(
  vector: Vector,
  { lengths, entries: count, keys, values }: Extract<EncodedColumn, { kind: "maps" }>,
): void {
  // Where a row's entries begin and how many they are, 64 bits each.
  const entries = new Int32Array(lengths.length * 4);
  const bits = new Uint8Array(bitBytes(lengths.length));
  let start = 0;
  lengths.forEach((length, at) => {
    entries[at * 4] = start;
    if (length < 0) return;
    entries[at * 4 + 2] = length;
    setBit(bits, at);
    start += length;
  });
  duckdb.list_vector_reserve(vector, count);
  duckdb.list_vector_set_size(vector, count);
  const pairs = duckdb.list_vector_get_child(vector);
  fillEntries(duckdb.struct_vector_get_child(pairs, 0), { column: keys, rows: count });
  fillEntries(duckdb.struct_vector_get_child(pairs, 1), { column: values, rows: count });
  duckdb.copy_data_to_vector(vector, 0, entries.buffer, 0, entries.byteLength);
  setValid(vector, bits.buffer);
}

/** A value that stands for all of a vector cannot stand within a list's. */
function fillEntries(
  vector: Vector,
  { column, rows }: Readonly<{ column: EncodedColumn; rows: number }>,
): void {
  if (column.kind === "same") {
    fillFew(vector, { kind: "few", texts: [column.text], codes: new Uint8Array(rows).fill(1) });
  } else fill(vector, { column, rows });
}
