import type { DuckDBConnection } from "@duckdb/node-api";
import type { BillLine, Gauge, LedgerRow, Outcome, UsageTotal } from "@headgate/contract";
import { columns } from "../../columns.ts";
import { billLineColumns } from "../../imports/bill-line-columns.ts";
import { gaugeColumns } from "../../imports/gauge-columns.ts";
import { outcomeColumns } from "../../imports/outcome-columns.ts";
import { usageTotalColumns } from "../../imports/usage-total-columns.ts";
import type { RowTable } from "../write-rows.ts";

/**
 * Where an import's rows wait until it is finished: tables of the writing connection alone. They lie
 * beside the ledger's file, in its folder of temporary files once memory is full, so a process that is
 * killed leaves nothing of them, and nothing is written to the log before it holds.
 */
export const stagedAttempts: RowTable<LedgerRow> = {
  name: "staged_attempts",
  temporary: true,
  columns,
};
export const stagedBillLines: RowTable<BillLine> = {
  name: "staged_bill_lines",
  temporary: true,
  columns: billLineColumns,
};
export const stagedUsageTotals: RowTable<UsageTotal> = {
  name: "staged_usage_totals",
  temporary: true,
  columns: usageTotalColumns,
};
export const stagedGauges: RowTable<Gauge> = {
  name: "staged_gauges",
  temporary: true,
  columns: gaugeColumns,
};
export const stagedOutcomes: RowTable<Outcome> = {
  name: "staged_outcomes",
  temporary: true,
  columns: outcomeColumns,
};
/** A line that the ledger's columns have no room for: it is left out, and told at the end. */
export type OversizeLine = Readonly<{ source: string; lineId: string }>;
export const stagedOversize: RowTable<OversizeLine> = {
  name: "staged_oversize",
  temporary: true,
  columns: [
    { name: "source", type: "VARCHAR", take: (line) => line.source },
    { name: "line_id", type: "VARCHAR", take: (line) => line.lineId },
  ],
};

/** Makes the tables of a connection, or empties them. */
export async function emptyStaging(connection: DuckDBConnection): Promise<void> {
  for (const table of ["attempts", "bill_lines", "usage_totals", "gauges", "outcomes"]) {
    await connection.run(
      `create or replace temp table staged_${table} as select * from ${table} limit 0`,
    );
  }
  await connection.run(
    "create or replace temp table staged_oversize (source varchar, line_id varchar)",
  );
  await connection.run(
    "create or replace temp table staged_import (number bigint, next_sequence bigint)",
  );
}
