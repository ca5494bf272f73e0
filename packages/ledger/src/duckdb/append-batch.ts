import type { DuckDBConnection } from "@duckdb/node-api";
import type { LedgerRow } from "@headgate/contract";
import { contentHash } from "../content-hash.ts";
import type { SqlParameters } from "../reports/ask.ts";
import type { AppendResult, LedgerBatch } from "../store.ts";
import { moveCursors } from "./cursors.ts";
import { query } from "./query.ts";
import { inTransaction } from "./transaction.ts";
import { writeRows } from "./write-rows.ts";

/**
 * A row that comes a second time starts at the same moment as the first, so only this much of the
 * ledger around a batch is compared with it; the margin allows for clocks that were set.
 */
const MARGIN_MS = 3_600_000;

/** Adds the rows that are new and moves the cursors, in one transaction. */
export async function appendBatch(
  connection: DuckDBConnection,
  batch: LedgerBatch,
): Promise<AppendResult> {
  const firstById = new Map<string, LedgerRow>();
  const repeats: Array<readonly [again: LedgerRow, first: LedgerRow]> = [];
  for (const row of batch.rows) {
    const first = firstById.get(row.row_id);
    if (first === undefined) firstById.set(row.row_id, row);
    else repeats.push([row, first]);
  }

  return inTransaction(connection, async () => {
    const known = await knownHashes(connection, [...firstById.values()]);
    const fresh = [...firstById.values()].filter((row) => !known.has(row.row_id));
    if (fresh.length > 0) await writeRows(connection, fresh);
    await moveCursors(connection, batch.cursors);

    let conflicting = 0;
    for (const [rowId, hash] of known) {
      const row = firstById.get(rowId);
      if (row !== undefined && contentHash(row) !== hash) conflicting += 1;
    }
    for (const [again, first] of repeats) {
      const hash = known.get(first.row_id) ?? contentHash(first);
      if (contentHash(again) !== hash) conflicting += 1;
    }
    return { added: fresh.length, alreadyThere: batch.rows.length - fresh.length, conflicting };
  });
}

/** Content hashes of those rows whose ids the ledger holds, by id. */
async function knownHashes(
  connection: DuckDBConnection,
  rows: readonly LedgerRow[],
): Promise<ReadonlyMap<string, bigint>> {
  const known = new Map<string, bigint>();
  const look = async (sql: string, parameters: SqlParameters): Promise<void> => {
    for (const { row_id: rowId, content_hash: hash } of await query(connection, sql, parameters)) {
      if (typeof rowId !== "string" || typeof hash !== "bigint") {
        throw new TypeError("the ledger answered with something else than ids and hashes");
      }
      known.set(rowId, hash);
    }
  };

  const generated = rows.filter((row) => !row.client_named);
  if (generated.length > 0) {
    const times = generated.map((row) => row.started_at_ms);
    await look(
      `select row_id, content_hash from attempts
       where started_at >= $from and started_at <= $to and row_id in (select unnest($row_ids))`,
      {
        from: { type: "timestamp", ms: Math.max(0, earliest(times) - MARGIN_MS) },
        to: { type: "timestamp", ms: latest(times) + MARGIN_MS },
        row_ids: { type: "texts", texts: generated.map((row) => row.row_id) },
      },
    );
  }
  // A client can send its own id again at any time, so these are looked for everywhere.
  const named = rows.filter((row) => row.client_named);
  if (named.length > 0) {
    await look(
      "select row_id, content_hash from attempts where row_id in (select unnest($row_ids))",
      { row_ids: { type: "texts", texts: named.map((row) => row.row_id) } },
    );
  }
  return known;
}

const earliest = (times: readonly number[]): number =>
  times.reduce((least, time) => Math.min(least, time));
const latest = (times: readonly number[]): number =>
  times.reduce((most, time) => Math.max(most, time));
