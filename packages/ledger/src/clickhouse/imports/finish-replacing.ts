import { arrivedReplacingSql, type ReplacingTable } from "../../imports/arrived-sql.ts";
import type { Connection } from "../connection.ts";
import { askOfImport, ofImport } from "./import-sql.ts";
import { insertArrived } from "./insert-arrived.ts";
import { moveRows } from "./move-rows.ts";
import { stagedRange } from "./staged-range.ts";

/** Works out what becomes of each staged row of a table whose rows are replaced by later ones of their id. */
export async function arriveReplacing(
  connection: Connection,
  number: number,
  replacing: ReplacingTable,
): Promise<void> {
  const range = await rangeOf(connection, number, replacing);
  if (range === undefined) return;
  await insertArrived(connection, number, {
    kind: replacing.table,
    columns: "place, row_id, '', source, happened_at, stays, state",
    sql: `select place, told.row_id as row_id, source, happened_at, stays, state
      from (${arrivedReplacingSql(replacing)}) as told`,
    parameters: range.parameters,
  });
}

/** Puts staged rows into their table, in place of those with the same id. */
export async function moveReplacing(
  connection: Connection,
  number: number,
  replacing: ReplacingTable,
): Promise<void> {
  const range = await rangeOf(connection, number, replacing);
  if (range === undefined) return;
  const { table, id, time } = replacing;
  const [gone, put] = [number * 2, number * 2 + 1];
  // One of the same id that is about another time has another place in the table.
  await connection.run(
    `insert into ${table}
     ${ofImport(
       number,
       `select * replace (1 as is_gone, ${gone} as row_version) from (
        select * from ${table} where ${time} >= $from and ${time} <= $to and row_version < ${gone}
          and ${id} in (select row_id from arrived_${table} where state = 'replaced'))`,
     )}`,
    range.parameters,
  );
  await moveRows(connection, number, {
    kind: table,
    into: table,
    which: `place in (select place from arrived_${table} where state in ('added', 'replaced'))`,
    version: String(put),
  });
}

const rangeOf = (connection: Connection, number: number, { table, time }: ReplacingTable) =>
  stagedRange(askOfImport(connection, number), { table: `staged_${table}`, time, marginMs: 0 });
