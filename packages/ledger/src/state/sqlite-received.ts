import { sourceNames } from "@headgate/contract";
import { type Kysely, type Selectable, sql } from "kysely";
import type { ReceivedCounts } from "./received.ts";

/** What was received from a source as a row of `received_counts`. */
export type ReceivedTable = {
  source: string;
  payloads: number;
  row_count: number;
  added: number;
  already_there: number;
  rejected: number;
  left_out: number;
  first_at_ms: number | null;
  last_at_ms: number | null;
  last_received_at_ms: number;
};
type Database = Kysely<{ received_counts: ReceivedTable }>;

/** Adds to each source's row, in the database: another process may have added meanwhile. */
export async function addReceived(
  database: Database,
  counts: readonly ReceivedCounts[],
): Promise<void> {
  for (const one of counts) {
    await database
      .insertInto("received_counts")
      .values({
        source: one.source,
        payloads: one.payloads,
        row_count: one.rows,
        added: one.added,
        already_there: one.alreadyThere,
        rejected: one.rejected,
        left_out: one.leftOut,
        first_at_ms: one.firstAtMs ?? null,
        last_at_ms: one.lastAtMs ?? null,
        last_received_at_ms: one.lastReceivedAtMs,
      })
      .onConflict((conflict) =>
        conflict.column("source").doUpdateSet({
          payloads: sql`payloads + excluded.payloads`,
          row_count: sql`row_count + excluded.row_count`,
          added: sql`added + excluded.added`,
          already_there: sql`already_there + excluded.already_there`,
          rejected: sql`rejected + excluded.rejected`,
          left_out: sql`left_out + excluded.left_out`,
          // SQLite's min and max of two are null when either is.
          first_at_ms: sql`coalesce(min(first_at_ms, excluded.first_at_ms), first_at_ms, excluded.first_at_ms)`,
          last_at_ms: sql`coalesce(max(last_at_ms, excluded.last_at_ms), last_at_ms, excluded.last_at_ms)`,
          last_received_at_ms: sql`max(last_received_at_ms, excluded.last_received_at_ms)`,
        }),
      )
      .execute();
  }
}

/** @throws when a row is damaged */
export async function readReceived(database: Database): Promise<readonly ReceivedCounts[]> {
  const rows = await database.selectFrom("received_counts").selectAll().orderBy("source").execute();
  return rows.map(countsOf);
}

function countsOf(row: Selectable<ReceivedTable>): ReceivedCounts {
  const source = sourceNames.find((known) => known === row.source);
  if (source === undefined) throw new TypeError(`no source "${row.source}"`);
  return {
    source,
    payloads: row.payloads,
    rows: row.row_count,
    added: row.added,
    alreadyThere: row.already_there,
    rejected: row.rejected,
    leftOut: row.left_out,
    firstAtMs: row.first_at_ms ?? undefined,
    lastAtMs: row.last_at_ms ?? undefined,
    lastReceivedAtMs: row.last_received_at_ms,
  };
}
