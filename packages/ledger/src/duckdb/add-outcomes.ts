import type { DuckDBConnection } from "@duckdb/node-api";
import type { AddedOutcomes, Outcome } from "@headgate/contract";
import { outcomeColumns } from "../imports/outcome-columns.ts";
import { integer, text } from "../reports/sql-values.ts";
import { finishOutcomes } from "./imports/finish-outcomes.ts";
import { query } from "./query.ts";
import { inTransaction } from "./transaction.ts";
import { writeRows } from "./write-rows.ts";

/** Not the table of an import, which may be under way. */
const SENT = "sent_outcomes";

/** Adds outcomes, all or none; one that is there already, the same, changes nothing. */
export async function addOutcomes(
  connection: DuckDBConnection,
  { outcomes, atMs }: Readonly<{ outcomes: readonly Outcome[]; atMs: number }>,
): Promise<AddedOutcomes> {
  return inTransaction(connection, async () => {
    await connection.run(`create or replace temp table ${SENT} as select * from outcomes limit 0`);
    await writeRows(connection, { name: SENT, temporary: true, columns: outcomeColumns }, outcomes);
    await finishOutcomes(connection, { staged: SENT, atMs });
    const states = await query(
      connection,
      "select state, count(*) as outcome_count from arrived_outcomes group by state",
      {},
    );
    const counted = new Map(
      states.map((row) => [text(row, "state"), integer(row, "outcome_count")]),
    );
    const countOf = (state: string): number => counted.get(state) ?? 0;
    return {
      added: countOf("added"),
      // One that a later one of the same request takes the place of was replaced as well.
      replaced: countOf("replaced") + countOf("differing"),
      already_there: countOf("already_there"),
    };
  });
}
