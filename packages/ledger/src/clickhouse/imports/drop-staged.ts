import { text } from "../../reports/sql-values.ts";
import type { Connection } from "../connection.ts";
import { localName } from "../create-table.ts";
import { importTables } from "./import-sql.ts";

/** The tables that have something of an import. */
export async function tablesWith(
  connection: Connection,
  number: number,
): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    importTables
      .map((table) => `select '${table}' as name from ${table} where import = ${number} limit 1`)
      .join(" union all "),
  );
  return new Set(rows.map((row) => text(row, "name")));
}

/** Drops what waits of an import: whole parts, so that nothing is read for it. */
export async function dropStaged(connection: Connection, number: number): Promise<void> {
  const { cluster } = connection;
  for (const table of await tablesWith(connection, number)) {
    const where = cluster === undefined ? table : `${localName(table)} on cluster ${cluster}`;
    await connection.run(`alter table ${where} drop partition ${number}`);
  }
}
