import type { DuckDBConnection } from "@duckdb/node-api";
import type { LedgerRow } from "@headgate/contract";
import { columns } from "../columns.ts";
import { conflictsOf, firstRowsOf } from "../first-rows.ts";
import type { SqlParameters } from "../reports/ask.ts";
import { dayOf } from "../reports/rollups/day-plan.ts";
import type { AppendResult, LedgerBatch } from "../store.ts";
import { moveCursors } from "./cursors.ts";
import { countOnce, SAME_CALL_MS } from "./imports/count-once.ts";
import { query } from "./query.ts";
import { markDays } from "./rollups/mark-days.ts";
import { inTransaction } from "./transaction.ts";
import { writeRows } from "./write-rows.ts";

/**
 * An id belongs to one execution, so a row comes a second time only when its spool segment is loaded
 * again: with the moment that it had before. Only this much of the ledger around a batch is compared.
 */
const MARGIN_MS = 3_600_000;

/** Adds the rows that are new and moves the cursors, in one transaction. */
export async function appendBatch(
  connection: DuckDBConnection,
  batch: LedgerBatch,
): Promise<AppendResult> {
  const batchRows = firstRowsOf(batch.rows);
  const rows = [...batchRows.firstById.values()];

  return inTransaction(connection, async () => {
    const known = await knownHashes(connection, rows);
    const fresh = rows.filter((row) => !known.has(row.row_id));
    await writeRows(connection, { name: "attempts", columns }, fresh);
    await markFreshDays(connection, fresh);
    await moveCursors(connection, batch.cursors);
    await countFreshOnce(connection, fresh);
    return {
      added: fresh.length,
      alreadyThere: batch.rows.length - fresh.length,
      conflicting: conflictsOf(batchRows, known),
    };
  });
}

/** The days of these rows are read from the rows until their sums are built again. */
async function markFreshDays(
  connection: DuckDBConnection,
  fresh: readonly LedgerRow[],
): Promise<void> {
  if (fresh.length === 0) return;
  const days = new Set(fresh.map((row) => dayOf(row.started_at_ms)));
  await markDays(connection, "select make_timestamp(cast(unnest($days) as bigint)) as started_at", {
    days: { type: "texts", texts: [...days].map((dayMs) => `${BigInt(dayMs) * 1000n}`) },
  });
}

/** Rows from elsewhere and the gateway's own come in any order: whoever comes second finds the first. */
async function countFreshOnce(
  connection: DuckDBConnection,
  fresh: readonly LedgerRow[],
): Promise<void> {
  if (fresh.length === 0) return;
  await countOnce(connection, around(fresh, SAME_CALL_MS), {
    sql: "select unnest($row_ids)",
    parameters: { row_ids: { type: "texts", texts: fresh.map((row) => row.row_id) } },
  });
}

/** The time of some rows, widened, as the parameters `$from` and `$to`, both inclusive. */
function around(rows: readonly LedgerRow[], marginMs: number): SqlParameters {
  const times = rows.map((row) => row.started_at_ms);
  return {
    from: { type: "timestamp", ms: Math.max(0, earliest(times) - marginMs) },
    to: { type: "timestamp", ms: latest(times) + marginMs },
  };
}

/** Content hashes of those rows whose ids the ledger holds, by id. */
async function knownHashes(
  connection: DuckDBConnection,
  rows: readonly LedgerRow[],
): Promise<ReadonlyMap<string, bigint>> {
  if (rows.length === 0) return new Map();
  const found = await query(
    connection,
    `select row_id, content_hash from attempts
     where started_at >= $from and started_at <= $to and row_id in (select unnest($row_ids))`,
    {
      ...around(rows, MARGIN_MS),
      row_ids: { type: "texts", texts: rows.map((row) => row.row_id) },
    },
  );
  return new Map(
    found.map(({ row_id: rowId, content_hash: hash }) => {
      if (typeof rowId !== "string" || typeof hash !== "bigint") {
        throw new TypeError("the ledger answered with something else than ids and hashes");
      }
      return [rowId, hash];
    }),
  );
}

const earliest = (times: readonly number[]): number =>
  times.reduce((least, time) => Math.min(least, time));
const latest = (times: readonly number[]): number =>
  times.reduce((most, time) => Math.max(most, time));
