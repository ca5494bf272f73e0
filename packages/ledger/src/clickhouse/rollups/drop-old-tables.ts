import { ROLLUPS_VERSION } from "../../reports/rollups/rollups.ts";
import { integer, text } from "../../reports/sql-values.ts";
import type { Connection } from "../connection.ts";
import { dropTable } from "../create-table.ts";
import { forgetBuilds, KEPT_HOURS } from "./remove-old-sums.ts";

const isOlder = `sums_version < ${ROLLUPS_VERSION}`;
const versionOf = "toInt64OrZero(extract(name, '_v([0-9]+)$'))";

/**
 * Drops the tables of sums of older versions. An older Headgate that runs beside this one reads them only where a build of
 * its own holds, and says that it builds before it does: as long as there was any of this within an hour, they stay. One
 * that builds later finds them missing, is refused by the server, and answers from the rows; its next start makes them anew.
 *
 * @param unusedForHours how long they have to have been left alone
 */
export async function dropOldTables(
  connection: Connection,
  unusedForHours = KEPT_HOURS,
): Promise<void> {
  const [used] = await connection.query(
    `select toInt64(count()) as used_count from rollup_builds
     where ${isOlder} and (
       state in ('claimed', 'built') or told_at > now64(6, 'UTC') - toIntervalHour(${unusedForHours})
     )`,
  );
  if (used === undefined) throw new TypeError("an aggregate without groups answered no row");
  if (integer(used, "used_count") > 0) return;
  const tables = await connection.query(
    `select name from system.tables
     where database = currentDatabase() and match(name, '^rollup_[a-z_]+_v[0-9]+$')
       and ${versionOf} < ${ROLLUPS_VERSION}
       and metadata_modification_time <= now() - toIntervalHour(${unusedForHours})`,
  );
  if (tables.length === 0) return;
  for (const table of tables) {
    for (const statement of dropTable(text(table, "name"), connection)) {
      await connection.run(statement);
    }
  }
  await forgetBuilds(connection, isOlder);
}
