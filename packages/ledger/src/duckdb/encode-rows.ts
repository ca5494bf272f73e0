import type { TakenColumn } from "../column.ts";
import { ChunkEncoder } from "./chunk-encoder.ts";
import type { EncodedRows } from "./encoded-column.ts";

/** DuckDB's vector size: a data chunk cannot hold more rows. */
const CHUNK_ROWS = 2048;

/** @throws RangeError when an amount is none, or larger than a column can hold */
export function encodeRows<Row>(
  columns: readonly TakenColumn<Row>[],
  rows: readonly Row[],
): EncodedRows {
  const encoder = new RowsEncoder(columns, rows.length);
  for (const row of rows) encoder.put(row);
  return encoder.take();
}

/** Lays rows out as columns as they come, chunk by chunk: nothing of a row has to stay as an object. */
export class RowsEncoder<Row> {
  readonly #columns: readonly TakenColumn<Row>[];
  readonly #mostRows: number;
  #chunks: EncodedRows[number][] = [];
  #chunk: ChunkEncoder<Row> | undefined;
  #rows = 0;

  /** @param mostRows how many will come at most, as far as that is known: memory is taken for no more */
  constructor(columns: readonly TakenColumn<Row>[], mostRows = CHUNK_ROWS) {
    this.#columns = columns;
    this.#mostRows = Math.min(mostRows, CHUNK_ROWS);
  }

  /** Rows that were put and not taken. */
  get rows(): number {
    return this.#rows;
  }

  /** @throws RangeError when an amount is none, or larger than a column can hold; nothing more may be put then */
  put(row: Row): void {
    this.#chunk ??= new ChunkEncoder(this.#columns, this.#mostRows);
    this.#chunk.put(row);
    this.#rows += 1;
    if (this.#chunk.isFull) this.#endChunk();
  }

  /** All that was put, in its order; afterwards it is empty. */
  take(): EncodedRows {
    this.#endChunk();
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#rows = 0;
    return chunks;
  }

  #endChunk(): void {
    if (this.#chunk === undefined) return;
    this.#chunks.push(this.#chunk.chunk());
    this.#chunk = undefined;
  }
}
