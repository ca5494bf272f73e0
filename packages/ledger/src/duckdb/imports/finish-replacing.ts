import type { DuckDBConnection } from "@duckdb/node-api";
import { query } from "../query.ts";
import { insertInOrder } from "./insert-in-order.ts";
import { stagedRange } from "./staged-range.ts";

/** A table whose rows are replaced by later ones under the same id, and the columns of id and time. */
export type ReplacingTable = Readonly<{ table: string; id: string; time: string }>;

export const usageTotals: ReplacingTable = {
  table: "usage_totals",
  id: "total_id",
  time: "started_at",
};
export const gauges: ReplacingTable = { table: "gauges", id: "gauge_id", time: "measured_at" };

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
     with ordered as (
       select rowid as place, ${id} as row_id, source, ${time} as happened_at, content_hash,
         row_number() over (partition by ${id} order by rowid desc) as turn
       from staged_${table}
     ),
     known as (
       select ${id} as row_id, content_hash as known_hash from ${table}
       where ${time} >= $from and ${time} <= $to and ${id} in (select ${id} from staged_${table})
     )
     select place, ordered.row_id, source, happened_at, turn = 1,
       case
         when turn > 1 then 'already_there'
         when known.row_id is null then 'added'
         when known_hash = content_hash then 'already_there'
         else 'replaced'
       end
     from ordered left join known on known.row_id = ordered.row_id`,
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
