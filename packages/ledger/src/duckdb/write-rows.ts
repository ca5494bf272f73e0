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
import {
  bitBytes,
  type EncodedColumn,
  type EncodedRows,
  encodeRows,
  setBit,
} from "./encode-rows.ts";

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
    case "texts":
      fillTexts(vector, column.texts);
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

function fillTexts(vector: Vector, texts: readonly (string | null)[]): void {
  const bits = new Uint8Array(bitBytes(texts.length));
  let isAll = true;
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at];
    if (text === null || text === undefined) isAll = false;
    else {
      duckdb.vector_assign_string_element(vector, at, text);
      setBit(bits, at);
    }
  }
  if (!isAll) setValid(vector, bits.buffer);
}

function fillMaps(
  vector: Vector,
  { lengths, keys, values }: Extract<EncodedColumn, { kind: "maps" }>,
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
  duckdb.list_vector_reserve(vector, start);
  duckdb.list_vector_set_size(vector, start);
  const pairs = duckdb.list_vector_get_child(vector);
  fillTexts(duckdb.struct_vector_get_child(pairs, 0), keys);
  fillTexts(duckdb.struct_vector_get_child(pairs, 1), values);
  duckdb.copy_data_to_vector(vector, 0, entries.buffer, 0, entries.byteLength);
  setValid(vector, bits.buffer);
}
