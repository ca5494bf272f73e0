import type { DuckDBConnection } from "@duckdb/node-api";
import type { LedgerRow } from "@headgate/contract";
import type { ImportStart } from "../../imports/import.ts";
import { integer, integerOrNull } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { inTransaction } from "../transaction.ts";
import { type RowTable, writeEncodedRows } from "../write-rows.ts";
import type { EncodedBatch } from "./encode-batch.ts";
import {
  emptyStaging,
  stagedAttempts,
  stagedBillLines,
  stagedGauges,
  stagedOutcomes,
  stagedOversize,
  stagedUsageTotals,
} from "./staging.ts";

/** Opens an import; what an earlier one left that was never finished goes, since it never held. */
export function beginImport(connection: DuckDBConnection, start: ImportStart): Promise<number> {
  return inTransaction(connection, async () => {
    await dropUnfinished(connection);
    const [last] = await query(connection, "select max(number) as last_number from imports", {});
    const before = last === undefined ? null : integerOrNull(last, "last_number");
    const number = before === null ? 1 : before + 1;
    await query(
      connection,
      "insert into imports values ($number, $started_at, $named, $restating, null, null)",
      {
        number: { type: "integer", integer: number },
        started_at: { type: "timestamp", ms: start.startedAtMs },
        named: { type: "text", text: JSON.stringify(start.named) },
        restating: { type: "texts", texts: start.restating ?? [] },
      },
    );
    await connection.run(`insert into staged_import values (${number}, 0)`);
    return number;
  });
}

/**
 * Adds a batch and moves the import's sequence, both or neither; a batch that is there changes nothing.
 * @throws RangeError when a batch is missing before it, or the import was never begun, is finished or was
 *   dropped
 */
export function addToImport(connection: DuckDBConnection, batch: EncodedBatch): Promise<void> {
  return inTransaction(connection, () => addBatch(connection, batch, stagedAttempts));
}

/** @param attempts where the import's calls wait */
export async function addBatch(
  connection: DuckDBConnection,
  batch: EncodedBatch,
  attempts: RowTable<LedgerRow>,
): Promise<void> {
  const next = await openSequence(connection, batch.import);
  if (batch.sequence < next) return;
  if (batch.sequence > next) {
    throw new RangeError(`batch ${next} of import ${batch.import} comes before ${batch.sequence}`);
  }
  await writeEncodedRows(connection, attempts, batch.attempts);
  await writeEncodedRows(connection, stagedBillLines, batch.billLines);
  await writeEncodedRows(connection, stagedOversize, batch.oversize);
  await writeEncodedRows(connection, stagedUsageTotals, batch.usageTotals);
  await writeEncodedRows(connection, stagedGauges, batch.gauges);
  await writeEncodedRows(connection, stagedOutcomes, batch.outcomes);
  await connection.run("update staged_import set next_sequence = next_sequence + 1");
}

/** The number of the batch that an import waits for. */
export async function openSequence(connection: DuckDBConnection, number: number): Promise<number> {
  const [row] = await query(
    connection,
    "select next_sequence from staged_import where number = $number",
    { number: { type: "integer", integer: number } },
  );
  if (row === undefined) throw new RangeError(`import ${number} is not under way`);
  return integer(row, "next_sequence");
}

/** Drops an import; one that is finished, or was dropped already, stays as it is. */
export function abandonImport(connection: DuckDBConnection, number: number): Promise<void> {
  return inTransaction(connection, async () => {
    const [open] = await query(
      connection,
      "select number from imports where number = $number and finished_at is null",
      { number: { type: "integer", integer: number } },
    );
    if (open !== undefined) await dropUnfinished(connection);
  });
}

async function dropUnfinished(connection: DuckDBConnection): Promise<void> {
  await connection.run("delete from imports where finished_at is null");
  await emptyStaging(connection);
}
