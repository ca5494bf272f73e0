import type { DuckDBConnection } from "@duckdb/node-api";
import { arrivedOutcomesSql } from "../../imports/arrived-sql.ts";
import { query } from "../query.ts";

/**
 * Moves outcomes of a temporary table into the ledger's, in place of those with the same id; of several in it the
 * last. What is replaced is kept in `replaced_outcomes`. What became of each is left in `arrived_outcomes`, with the
 * states of `arrived_attempts`. Calls that are kept of a replaced outcome go with it. An outcome may come again with another time, so ids are compared over all time: the
 * table has a row a business event, not one a call.
 *
 * @param staged the temporary table
 */
export async function finishOutcomes(
  connection: DuckDBConnection,
  { staged, atMs }: Readonly<{ staged: string; atMs: number }>,
): Promise<void> {
  await connection.run(
    `create or replace temp table arrived_outcomes as
     ${arrivedOutcomesSql(staged)}`,
  );
  const gone = "outcome_id in (select row_id from arrived_outcomes where state = 'replaced')";
  await query(
    connection,
    `insert into replaced_outcomes select $replaced_at, * from outcomes where ${gone}`,
    { replaced_at: { type: "timestamp", ms: atMs } },
  );
  for (const table of ["rollup_outcome_calls", "rollup_outcomes", "outcomes"]) {
    await connection.run(`delete from ${table} where ${gone}`);
  }
  await connection.run(
    `insert into outcomes
     select * from ${staged}
     where rowid in (select place from arrived_outcomes where state in ('added', 'replaced'))
     order by occurred_at`,
  );
}
