import { integer } from "../reports/sql-values.ts";
import type { SpoolCursor } from "../store.ts";
import type { Connection } from "./connection.ts";

/**
 * Says how far rows of segments may come to be in: before they are sent. Nothing forgets it, not even what forgets a cursor,
 * so that a segment which is loaded anew is known.
 */
export async function setReaches(
  connection: Connection,
  reaches: readonly SpoolCursor[],
): Promise<void> {
  await connection.insert(
    "spool_reaches",
    ["segment", "byte_offset", "row_version", "is_gone"],
    // Of several the furthest holds, not the last: who loads a segment anew begins at its start.
    reaches.map(({ segment, offset }) => `[${JSON.stringify(segment)},${offset},${offset},0]`),
  );
}

/** Whether rows that a segment has behind this offset may be in already. */
export async function mayBeThere(
  connection: Connection,
  { segment, offset }: SpoolCursor,
): Promise<boolean> {
  const [reach] = await connection.query(
    "select max(byte_offset) as reached, count() as said from spool_reaches where segment = $segment",
    { segment: { type: "text", text: segment } },
  );
  if (reach === undefined || integer(reach, "said") === 0) return false;
  return integer(reach, "reached") > offset;
}
