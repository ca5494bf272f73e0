import { ROLLUPS_VERSION } from "../../reports/rollups/rollups.ts";
import { text } from "../../reports/sql-values.ts";
import type { Connection } from "../connection.ts";
import { refuseAbandoned } from "./claim-day.ts";
import { deleteRows } from "./delete-rows.ts";
import { sumTables } from "./sum-tables.ts";

/** A question that began before a build was replaced has ended by then. */
export const KEPT_HOURS = 1;

/**
 * Removes the sums of builds that do not hold, or never did, and then what is known of these. Also of days that have no
 * build: one that fails again and again would leave what it got to each time.
 */
export async function removeOldSums(connection: Connection): Promise<void> {
  await refuseAbandoned(connection);
  const old = await connection.query(
    `select build_id from rollup_builds
     where state in ('replaced', 'refused') and sums_version = ${ROLLUPS_VERSION}
       and told_at < now64(6, 'UTC') - toIntervalHour(${KEPT_HOURS})`,
  );
  if (old.length === 0) return;
  const isOld = `build_id in (${old.map((row) => `'${text(row, "build_id")}'`).join(", ")})`;
  for (const { table } of sumTables) await deleteRows(connection, table.name, isOld);
  await forgetBuilds(connection, isOld);
}

/** Nothing that is written of these builds with a lower version counts from then on. */
export const forgetBuilds = (connection: Connection, where: string): Promise<void> =>
  connection.run(
    `insert into rollup_builds
     select * replace (4 as row_version, 1 as is_gone)
     from (select * from rollup_builds where ${where})`,
  );
