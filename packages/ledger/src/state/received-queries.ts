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

const was = (column: keyof ReceivedTable) => sql.ref(`received_counts.${column}`);
const comes = (column: keyof ReceivedTable) => sql.ref(`excluded.${column}`);
const sumOf = (column: keyof ReceivedTable) => sql<number>`${was(column)} + ${comes(column)}`;

/** Of what was and what comes the earlier (`<=`) or the later one; what is not known yields to what is. */
const firstOf = (column: keyof ReceivedTable, order: "<=" | ">=") =>
  sql<number>`case when ${comes(column)} is null or ${was(column)} ${sql.raw(order)} ${comes(column)}
    then ${was(column)} else ${comes(column)} end`;

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
          payloads: sumOf("payloads"),
          row_count: sumOf("row_count"),
          added: sumOf("added"),
          already_there: sumOf("already_there"),
          rejected: sumOf("rejected"),
          left_out: sumOf("left_out"),
          first_at_ms: firstOf("first_at_ms", "<="),
          last_at_ms: firstOf("last_at_ms", ">="),
          last_received_at_ms: firstOf("last_received_at_ms", ">="),
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
