import { text } from "../../reports/sql-values.ts";
import type { Connection } from "../connection.ts";
import { deleteRows } from "./delete-rows.ts";

/** Who could still write something older about them has ended by then, or is turned away (`holdFromNow`). */
const KEPT_HOURS = 24;
/** As many in one statement, so that it stays short. */
const AT_ONCE = 5_000;

const lists = [
  { table: "rollup_marks", id: "mark_id", toldAt: "marked_at" },
  { table: "rollup_builds", id: "build_id", toldAt: "told_at" },
] as const;

/**
 * Removes what says that marks and builds are gone, which all questions would go on reading. What it hides goes first: were
 * it the other way round, a mark would be back in between.
 */
export async function removeGone(connection: Connection): Promise<void> {
  for (const { table, id, toldAt } of lists) {
    for (;;) {
      const gone = await connection.query(
        `select distinct ${id} as gone_id from ${table}
         where is_gone = 1 and ${toldAt} < now64(6, 'UTC') - toIntervalHour(${KEPT_HOURS})
         limit ${AT_ONCE}`,
        {},
        { final: 0 },
      );
      if (gone.length === 0) break;
      const isGone = `${id} in (${gone.map((row) => `'${text(row, "gone_id")}'`).join(", ")})`;
      await deleteRows(connection, table, `is_gone = 0 and ${isGone}`);
      await deleteRows(connection, table, `is_gone = 1 and ${isGone}`);
      if (gone.length < AT_ONCE) break;
    }
  }
}
