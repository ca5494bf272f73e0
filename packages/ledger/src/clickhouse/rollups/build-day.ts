import { randomUUID } from "node:crypto";
import { linesOfDay, rollupTables } from "../../reports/rollups/day-tables.ts";
import { dayParameters, reratingsOf } from "../../reports/rollups/one-day.ts";
import { clickHouseSql } from "../clickhouse-sql.ts";
import type { Connection } from "../connection.ts";
import type { Claim } from "./claim-day.ts";
import { sumsOfBuild } from "./current-sums.ts";
import { sumTables } from "./sum-tables.ts";

/** Sums a day up as this build, which nothing reads before it is said to hold. */
export async function writeSums(connection: Connection, { dayMs, buildId }: Claim): Promise<void> {
  const parameters = dayParameters(dayMs);
  const reratings = await reratingsOf(connection.ask, parameters);
  const words = (sql: string): string => clickHouseSql(sql, sumsOfBuild(buildId));
  // The lines of charges are a table of the build's own session, which all sums of lines are made of.
  const session_id = randomUUID();
  const lines = linesOfDay(reratings);
  try {
    await connection.run(
      `create temporary table ${lines.name} engine = Memory as ${words(lines.sql)}`,
      parameters,
      { session_id },
    );
    for (const { name, sql } of rollupTables(reratings, "hugeint")) {
      const sums = sumTables.find(({ rollup }) => rollup === name);
      if (sums === undefined) throw new TypeError(`ClickHouse has no table for ${name}`);
      const columns = sums.columns.join(", ");
      await connection.run(
        `insert into ${sums.table.name} (${columns}, build_id)
         select ${columns}, '${buildId}' from (${words(sql)})`,
        parameters,
        { session_id },
      );
    }
  } finally {
    await connection.dropTables([lines.name], session_id);
  }
}
