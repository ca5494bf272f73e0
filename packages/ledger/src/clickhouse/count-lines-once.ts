import { setImmediate as nextTurn } from "node:timers/promises";
import type { LedgerRow } from "@headgate/contract";
import { pieceEnd } from "../loader/piece-end.ts";
import type { SegmentLines } from "../spool/segment-lines.ts";
import { around } from "./around.ts";
import type { Connection } from "./connection.ts";
import { countOnce, linkedRows, SAME_CALL_MS, seenFrom, severalSaw } from "./count-once.ts";
import type { SeenRow } from "./same-calls.ts";
import { seenOf } from "./seen-row.ts";

/** The gateway's own rows: what `plainLine` lets through. */
export const LINES_SOURCE = "gateway";

/** So many rows of other sources are gone out from; where there are more, one look through a block's time costs less. */
const FEW_OTHERS = 20;

/**
 * `countOnce` for rows of lines, which are in already. Only rows that are linked to another source's by some chain can be of
 * a call that another source saw: where others wrote little, it is asked for what is linked to theirs.
 */
export async function countLinesOnce(connection: Connection, lines: SegmentLines): Promise<void> {
  const range = around([lines.firstAtMs, lines.lastAtMs], SAME_CALL_MS);
  if (!(await severalSaw(connection, range))) return;
  const others = await connection.query(
    // Rows that are gone or replaced are a few more to go out from, and change nothing: what counts is looked for once more.
    `select row_id, source, toUnixTimestamp64Milli(started_at) as started_ms, response_id, provider_request_id,
       trace_id, span_id
     from attempts where started_at >= $from and started_at <= $to and source <> '${LINES_SOURCE}'
     limit ${FEW_OTHERS + 1} settings final = 0`,
    range,
  );
  if (others.length === 0) return;
  const rows = await seenRows(lines);
  if (others.length > FEW_OTHERS) {
    await countOnce(connection, rows);
    return;
  }
  const linked = await linkedRows(connection, others.map(seenFrom), range);
  const ids = new Set(linked.map(({ rowId }) => rowId));
  await countOnce(
    connection,
    rows.filter(({ rowId }) => ids.has(rowId)),
  );
}

/** What tells the calls of lines from others. That they are rows their bytes have told. */
async function seenRows({ json }: SegmentLines): Promise<readonly SeenRow[]> {
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const rows: SeenRow[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = pieceEnd(bytes, start, bytes.length);
    for (const line of bytes.toString("utf8", start, end).split("\n")) {
      if (line !== "") rows.push(seenOf(JSON.parse(line) as LedgerRow));
    }
    start = end;
    await nextTurn();
  }
  return rows;
}
