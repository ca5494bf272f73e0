import type { DuckDBConnection } from "@duckdb/node-api";
import { arrivedAttemptsSql } from "../../imports/arrived-sql.ts";
import { isKnownTime, knownRange } from "../../imports/known-range.ts";
import type { SqlParameters } from "../../reports/ask.ts";
import { query } from "../query.ts";
import { markDays } from "../rollups/mark-days.ts";
import { countOnce, SAME_CALL_MS } from "./count-once.ts";
import { insertInOrder } from "./insert-in-order.ts";
import { stagedRange } from "./staged-range.ts";
import { takeStagedTable } from "./take-staged-table.ts";

/** States of `arrived_attempts` whose rows go into the ledger. */
const taken = "state in ('added', 'replaced')";

/**
 * Moves staged attempts into the ledger, in the order of their times, and leaves what became of each in
 * `arrived_attempts`: `added`; `already_there`; `differing`, which is there already but not the same;
 * `replaced`, which took the earlier row's place because its source writes a call down more than once.
 *
 * @returns the table in which each of them lies at its `place` now
 */
export async function finishAttempts(
  connection: DuckDBConnection,
  { number, restating }: Readonly<{ number: number; restating: readonly string[] }>,
): Promise<"attempts" | "staged_attempts"> {
  await connection.run(
    `create or replace temp table arrived_attempts
     (place bigint, row_id varchar, source varchar, happened_at timestamp, state varchar)`,
  );
  const staged = await stagedRange(connection, {
    table: "staged_attempts",
    time: "started_at",
    marginMs: SAME_CALL_MS,
  });
  if (staged === undefined) return "staged_attempts";
  const known = await knownRange(
    (sql, parameters) => query(connection, sql, parameters),
    staged.parameters,
  );
  await query(
    connection,
    `insert into arrived_attempts
     ${arrivedAttemptsSql}`,
    { ...known, restating: { type: "texts", texts: restating } },
  );
  await setReplacedAside(connection, number, known);
  const all = await areAllTaken(connection);
  const whole = all && (await takeStagedTable(connection));
  if (!whole) {
    await insertInOrder(connection, {
      from: "staged_attempts",
      into: "attempts",
      time: "started_at",
      which: all ? "true" : `rowid in (select place from arrived_attempts where ${taken})`,
    });
  }
  await markDays(
    connection,
    `select happened_at as started_at from arrived_attempts where ${taken}`,
    {},
  );
  await countOnce(connection, staged.parameters, {
    sql: `select row_id from arrived_attempts where ${taken}`,
    parameters: {},
  });
  return whole ? "attempts" : "staged_attempts";
}

/** As with a log that is read for the first time: then no row has to be looked up. */
async function areAllTaken(connection: DuckDBConnection): Promise<boolean> {
  const [left] = await query(
    connection,
    `select 1 as is_any from arrived_attempts where not (${taken}) limit 1`,
    {},
  );
  return left === undefined;
}

/** Rows whose source wrote them down anew are kept apart, with the number of the import; their revisions go. */
async function setReplacedAside(
  connection: DuckDBConnection,
  number: number,
  known: SqlParameters,
): Promise<void> {
  const [any] = await query(
    connection,
    "select 1 as is_any from arrived_attempts where state = 'replaced' limit 1",
    {},
  );
  if (any === undefined) return;
  const replaced = `${isKnownTime}
    and row_id in (select row_id from arrived_attempts where state = 'replaced')`;
  await query(
    connection,
    `insert into replaced_attempts by name
     select $import as import, * from attempts where ${replaced}`,
    { ...known, import: { type: "integer", integer: number } },
  );
  await markDays(connection, `select started_at from attempts where ${replaced}`, known);
  // What a re-rating made of the earlier row is no charge of the row that takes its place.
  await query(
    connection,
    `delete from revisions
     where started_at >= $known_from and started_at <= $known_to
       and (row_id, started_at) in (select (row_id, started_at) from attempts where ${replaced})`,
    known,
  );
  await query(connection, `delete from attempts where ${replaced}`, known);
  await query(connection, `delete from supersessions where ${replaced}`, known);
}
