import type { DuckDBConnection } from "@duckdb/node-api";
import { integer, text } from "../reports/sql-values.ts";
import type { SpoolCursor } from "../store.ts";
import { query } from "./query.ts";

/** How far each spool segment has been loaded. */
export async function readCursors(connection: DuckDBConnection): Promise<readonly SpoolCursor[]> {
  const rows = await query(
    connection,
    "select segment, byte_offset from spool_cursors order by segment",
    {},
  );
  return rows.map((row) => ({
    segment: text(row, "segment"),
    offset: integer(row, "byte_offset"),
  }));
}

/** Sets cursors, within the connection's transaction. Of two for one segment the later holds. */
export async function moveCursors(
  connection: DuckDBConnection,
  cursors: readonly SpoolCursor[],
): Promise<void> {
  const offsets = new Map(cursors.map(({ segment, offset }) => [segment, offset]));
  await dropCursors(connection, [...offsets.keys()]);
  for (const [segment, offset] of offsets) {
    await query(connection, "insert into spool_cursors values ($segment, $byte_offset)", {
      segment: { type: "text", text: segment },
      byte_offset: { type: "integer", integer: offset },
    });
  }
}

/** Forgets segments, within the connection's transaction. */
export async function dropCursors(
  connection: DuckDBConnection,
  segments: readonly string[],
): Promise<void> {
  if (segments.length === 0) return;
  await query(connection, "delete from spool_cursors where segment in (select unnest($segments))", {
    segments: { type: "texts", texts: segments },
  });
}
