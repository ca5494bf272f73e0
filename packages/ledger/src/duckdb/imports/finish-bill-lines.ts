import type { DuckDBConnection } from "@duckdb/node-api";
import { arrivedBillLinesSql, droppedBillLinesSql } from "../../imports/arrived-sql.ts";
import type { ImportEnd } from "../../imports/import.ts";
import { betterStatementsSql } from "../../imports/same-bills-sql.ts";
import { query } from "../query.ts";
import { insertInOrder } from "./insert-in-order.ts";

/**
 * Moves staged bill lines into the ledger: a statement that differs from what is there replaces it whole,
 * one that does not changes nothing. What became of each line is left in `arrived_bill_lines`, with the
 * states of `arrived_attempts`: `replaced` is a line that took the place of the one of its id.
 *
 * A part of a statement, of a file that broke off, replaces none: its lines are `kept_out`.
 *
 * Of a line that stands twice in one import, the last is taken: later parts of a delivery restate earlier ones.
 */
export async function finishBillLines(
  connection: DuckDBConnection,
  { import: number, broken }: Pick<ImportEnd, "import" | "broken">,
): Promise<void> {
  await connection.run(
    `create or replace temp table arrived_bill_lines as
     ${arrivedBillLinesSql(broken)}`,
  );
  await connection.run(
    `create or replace temp table dropped_bill_lines as
     ${droppedBillLinesSql}`,
  );
  await connection.run(
    `create or replace temp table changed_statements as
     select statement from arrived_bill_lines where stays and state <> 'already_there'
     union
     select statement from dropped_bill_lines`,
  );
  const [any] = await query(connection, "select 1 as is_any from changed_statements limit 1", {});
  if (any === undefined) return;
  for (const table of ["bill_lines", "bill_statements"]) {
    await connection.run(
      `delete from ${table} where statement in (select statement from changed_statements)`,
    );
  }
  await insertInOrder(connection, {
    from: "staged_bill_lines",
    into: "bill_lines",
    time: "charge_period_start",
    which: `rowid in (
      select place from arrived_bill_lines
      where stays and statement in (select statement from changed_statements)
    )`,
  });
  await query(
    connection,
    `insert into bill_statements
     select statement, source, regexp_extract(statement, '^[^:]*:(.*):[^:]*$', 1),
       min(billing_period_start), max(billing_period_end), $number, null, null
     from bill_lines
     where statement in (select statement from changed_statements)
     group by statement, source`,
    { number: { type: "integer", integer: number } },
  );
  await countStatementsOnce(connection);
}

/** Which of several statements about the same money counts, for all statements anew. */
async function countStatementsOnce(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    "update bill_statements set counted_by = null, counted_by_source = null where counted_by is not null",
  );
  await connection.run(
    `update bill_statements set counted_by = better.statement, counted_by_source = better.source
     from (
       ${betterStatementsSql}
     ) as better
     where better.outranked = bill_statements.statement`,
  );
}
