import { randomUUID } from "node:crypto";
import { bytesOf } from "../copy/copied-file.ts";
import type { LedgerTables } from "../copy/ledger-tables.ts";
import { around } from "./around.ts";
import type { Connection } from "./connection.ts";
import { countOnce, SAME_CALL_MS, seenFrom, severalSaw } from "./count-once.ts";
import type { SeenRow } from "./same-calls.ts";

const HOUR_MS = 3_600_000;

/**
 * Lets of each call those rows count that its most trusted source wrote, rows of a file that is about to be put among them: before they
 * are put. Cut off in between they are not there, so they are put again, and looked at again.
 */
export async function countCopiedOnce(
  connection: Connection,
  { file, sums }: Pick<Parameters<LedgerTables["importRows"]>[0], "file" | "sums">,
): Promise<void> {
  const moments = sums.flatMap(({ hour }) => [hour - 1, hour + 1]).map((hour) => hour * HOUR_MS);
  if (!(await severalSaw(connection, around(moments, SAME_CALL_MS)))) return;
  await countOnce(connection, await seenRows(connection, file));
}

/** What tells the calls of a file's rows from others: the server reads it, into a table of a session. */
async function seenRows(connection: Connection, file: string): Promise<readonly SeenRow[]> {
  const session = { session_id: randomUUID() };
  try {
    await connection.run(
      `create temporary table copied_calls (row_id String, source String, started_at Int64, response_id Nullable(String),
         provider_request_id Nullable(String), trace_id Nullable(String), span_id Nullable(String)) engine = Memory`,
      {},
      session,
    );
    await connection.insertFrom(
      { into: "copied_calls", rest: "format Parquet" },
      bytesOf(file),
      session,
    );
    const rows = await connection.query(
      `select row_id, source, intDiv(started_at, 1000) as started_ms, response_id, provider_request_id, trace_id, span_id
       from copied_calls`,
      {},
      session,
    );
    return rows.map(seenFrom);
  } finally {
    await connection.dropTables(["copied_calls"], session.session_id);
  }
}
