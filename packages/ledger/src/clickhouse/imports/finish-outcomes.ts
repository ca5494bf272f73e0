import { arrivedOutcomesSql } from "../../imports/arrived-sql.ts";
import type { Connection } from "../connection.ts";
import { serverVersion } from "../row-version.ts";
import { ofImport } from "./import-sql.ts";
import { insertArrived } from "./insert-arrived.ts";
import { moveRows } from "./move-rows.ts";

/** Works out what becomes of each staged outcome. */
export const arriveOutcomes = (connection: Connection, number: number): Promise<void> =>
  insertArrived(connection, number, {
    kind: "outcomes",
    columns: "place, row_id, '', source, happened_at, stays, state",
    sql: arrivedOutcomesSql("staged_outcomes"),
  });

/** Puts staged outcomes into the ledger; what they replace is kept apart. */
export async function moveOutcomes(
  connection: Connection,
  number: number,
  atMs: number,
): Promise<void> {
  await connection.run(
    `insert into replaced_outcomes
     ${ofImport(
       number,
       `select $replaced_at as replaced_at, * from outcomes
        where outcome_id in (select row_id from arrived_outcomes where state = 'replaced')
          and (outcome_id, content_hash) not in (select outcome_id, content_hash from staged_outcomes)`,
     )}`,
    { replaced_at: { type: "timestamp", ms: atMs } },
  );
  await moveRows(connection, number, {
    kind: "outcomes",
    into: "outcomes",
    which: "place in (select place from arrived_outcomes where state in ('added', 'replaced'))",
    version: `greatest(${serverVersion}, ifNull((select max(row_version) from outcomes
      where outcome_id in (select row_id from arrived_outcomes where state = 'replaced')), 0) + 1)`,
  });
}
