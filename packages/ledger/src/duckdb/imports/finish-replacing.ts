import type { DuckDBConnection } from "@duckdb/node-api";
import { arrivedReplacingSql, type ReplacingTable } from "../../imports/arrived-sql.ts";
import { query } from "../query.ts";
import { insertInOrder } from "./insert-in-order.ts";
import { stagedRange } from "./staged-range.ts";

/**
 * Moves staged rows into a table, in place of those with the same id; of several in one import the last.
 * What became of each is left in `arrived_<table>`, with the states of `arrived_attempts`. An id stands for
 * one time, so only the time that the staged rows lie in is compared.
 */
export async function finishReplacing(
  connection: DuckDBConnection,
  { table, id, time }: ReplacingTable,
): Promise<void> {
  await connection.run(
    `create or replace temp table arrived_${table}
     (place bigint, row_id varchar, source varchar, happened_at timestamp, stays boolean, state varchar)`,
  );
  const staged = await stagedRange(connection, { table: `staged_${table}`, time, marginMs: 0 });
  if (staged === undefined) return;
  const range = staged.parameters;
  await query(
    connection,
    `insert into arrived_${table}
     ${arrivedReplacingSql({ table, id, time })}`,
    range,
  );
  await query(
    connection,
    `delete from ${table}
     where ${time} >= $from and ${time} <= $to
       and ${id} in (select row_id from arrived_${table} where state = 'replaced')`,
    range,
  );
  await insertInOrder(connection, {
    from: `staged_${table}`,
    into: table,
    time,
    which: `rowid in (select place from arrived_${table} where state in ('added', 'replaced'))`,
  });
}
