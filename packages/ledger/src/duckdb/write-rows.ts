import {
  BIGINT,
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDecimalValue,
  DuckDBMapValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  MAP,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import type { Tags } from "@headgate/contract";
import { type Picodollars, parseDollars } from "@headgate/money";
import type { ColumnType, TakenColumn } from "../column.ts";

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
export async function writeRows<Row>(
  connection: DuckDBConnection,
  { name, temporary, columns }: RowTable<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await (temporary === true
    ? connection.createAppender(name, "main", "temp")
    : connection.createAppender(name));
  try {
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      appender.appendDataChunk(chunkOf(columns, rows.slice(start, start + CHUNK_ROWS)));
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/** DuckDB's vector size: a data chunk cannot hold more. */
const CHUNK_ROWS = 2048;

function chunkOf<Row>(columns: readonly TakenColumn<Row>[], rows: readonly Row[]): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(
    columns.map((column) => types[column.type]),
    rows.length,
  );
  columns.forEach((column, index) => {
    chunk.setColumnValues(
      index,
      rows.map((row) => duckdbValue(column, row)),
    );
  });
  return chunk;
}

/** What DuckDB's vectors take for a column of a row. */
function duckdbValue<Row>(column: TakenColumn<Row>, row: Row): DuckDBValue {
  switch (column.type) {
    case "VARCHAR":
    case "DOUBLE":
    case "BOOLEAN":
      return column.take(row);
    case "BIGINT": {
      const number = column.take(row);
      return number === null ? null : BigInt(number);
    }
    case "TIMESTAMP": {
      const ms = column.take(row);
      return ms === null ? null : new DuckDBTimestampValue(BigInt(ms) * 1000n);
    }
    case "DECIMAL(38,12)": {
      const dollars = column.take(row);
      return dollars === null ? null : decimalOf(column.name, parseDollars(dollars));
    }
    case "MAP(VARCHAR, VARCHAR)": {
      const tags = column.take(row);
      return tags === null ? null : mapOf(tags);
    }
    default:
      return column satisfies never;
  }
}

const DECIMAL_LIMIT = 10n ** 38n;

function decimalOf(name: string, amount: Picodollars): DuckDBDecimalValue {
  // The vector takes 128 bits without a look at the type's 38 digits.
  if (amount >= DECIMAL_LIMIT || amount <= -DECIMAL_LIMIT) {
    throw new RangeError(`${name} is larger than any number that the ledger can hold`);
  }
  return new DuckDBDecimalValue(amount, 38, 12);
}

const mapOf = (tags: Tags): DuckDBMapValue =>
  new DuckDBMapValue(Object.entries(tags).map(([key, value]) => ({ key, value })));
