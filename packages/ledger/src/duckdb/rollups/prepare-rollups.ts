import type { DuckDBConnection } from "@duckdb/node-api";
import { ROLLUPS_VERSION } from "../../reports/rollups/rollups.ts";
import { integer, text } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { inTransaction } from "../transaction.ts";
import { makeTables } from "./build-day.ts";

/**
 * Makes the tables of sums where there are none, or those of another version. Nothing is summed here: every
 * day is read from its rows until it is built.
 */
export async function prepareRollups(connection: DuckDBConnection): Promise<void> {
  const [found] = await query(connection, "select version from rollup_version", {});
  if (found !== undefined && integer(found, "version") === ROLLUPS_VERSION) return;
  await inTransaction(connection, async () => {
    const tables = await query(
      connection,
      `select table_name from duckdb_tables()
       where starts_with(table_name, 'rollup_') and table_name not in ('rollup_days', 'rollup_version')
       order by table_name`,
      {},
    );
    for (const table of tables) await connection.run(`drop table ${text(table, "table_name")}`);
    await makeTables(connection);
    await connection.run("delete from rollup_days");
    await connection.run(
      `insert into rollup_days
       select distinct date_trunc('day', started_at), false, timestamp '1970-01-01' from attempts`,
    );
    await connection.run("delete from rollup_version");
    await connection.run(`insert into rollup_version values (${ROLLUPS_VERSION})`);
  });
}
