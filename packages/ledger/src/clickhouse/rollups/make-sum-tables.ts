import type { ClickHouseConfig } from "@headgate/contract";
import { integer } from "../../reports/sql-values.ts";
import type { Connection } from "../connection.ts";
import { createTable } from "../create-table.ts";
import { sumTables } from "./sum-tables.ts";

/** Makes the tables of sums that are missing; nothing is summed up here. */
export async function makeSumTables(
  connection: Connection,
  config: ClickHouseConfig,
): Promise<void> {
  const [found] = await connection.query(
    `select toInt64(count()) as table_count from system.tables
     where database = currentDatabase() and name in (select arrayJoin($names))`,
    { names: { type: "texts", texts: sumTables.map(({ table }) => table.name) } },
  );
  if (found === undefined) throw new TypeError("an aggregate without groups answered no row");
  if (integer(found, "table_count") === sumTables.length) return;
  for (const { table } of sumTables) {
    for (const statement of createTable(table, config)) await connection.run(statement);
  }
}
