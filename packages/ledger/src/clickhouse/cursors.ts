import { integer, text } from "../reports/sql-values.ts";
import type { SpoolCursor } from "../store.ts";
import type { Connection } from "./connection.ts";
import { nextVersion } from "./row-version.ts";

const columns = ["segment", "byte_offset", "row_version", "is_gone"];

/** How far each spool segment has been loaded. */
export async function readCursors(connection: Connection): Promise<readonly SpoolCursor[]> {
  const rows = await connection.ask(
    "select segment, byte_offset from spool_cursors order by segment",
    {},
  );
  return rows.map((row) => ({
    segment: text(row, "segment"),
    offset: integer(row, "byte_offset"),
  }));
}

/** Sets cursors. Of two for one segment the later holds. */
export async function moveCursors(
  connection: Connection,
  cursors: readonly SpoolCursor[],
): Promise<void> {
  const offsets = new Map(cursors.map(({ segment, offset }) => [segment, offset]));
  const version = nextVersion();
  await connection.insert(
    "spool_cursors",
    columns,
    [...offsets].map(([segment, offset]) => `[${JSON.stringify(segment)},${offset},${version},0]`),
  );
}

export async function dropCursors(
  connection: Connection,
  segments: readonly string[],
): Promise<void> {
  const version = nextVersion();
  await connection.insert(
    "spool_cursors",
    columns,
    segments.map((segment) => `[${JSON.stringify(segment)},0,${version},1]`),
  );
}
