import { BIGINT, type DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type { LedgerRow } from "@headgate/contract";
import { columns, revisedColumnNames } from "../columns.ts";
import type { Revision } from "../store.ts";
import { CHUNK_ROWS, duckdbValue, types } from "./write-rows.ts";

const names: readonly string[] = ["row_id", "started_at", ...revisedColumnNames];
/** The columns of `revisions` behind the re-rating's number: they are taken from a row as in `attempts`. */
const revised = names.map((name) => {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new TypeError(`the ledger has no column ${name}`);
  return column;
});

/** Adds revisions of a re-rating, within the connection's transaction. */
export async function writeRevisions(
  connection: DuckDBConnection,
  rerating: number,
  revisions: readonly Revision[],
): Promise<void> {
  if (revisions.length === 0) return;
  const appender = await connection.createAppender("revisions");
  try {
    for (let start = 0; start < revisions.length; start += CHUNK_ROWS) {
      const part = revisions.slice(start, start + CHUNK_ROWS);
      const chunk = DuckDBDataChunk.create(
        [BIGINT, ...revised.map((column) => types[column.type])],
        part.length,
      );
      chunk.setColumnValues(
        0,
        part.map(() => BigInt(rerating)),
      );
      for (const [index, column] of revised.entries()) {
        chunk.setColumnValues(
          index + 1,
          // These columns are taken from the members that a revision and a row share, and from no other.
          part.map((revision) => duckdbValue(column, revision as unknown as LedgerRow)),
        );
      }
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
