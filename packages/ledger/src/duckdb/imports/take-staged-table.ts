import type { DuckDBConnection } from "@duckdb/node-api";
import { integer } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { isInOrder } from "./insert-in-order.ts";
import { stagedAttempts } from "./staging.ts";

/**
 * Makes the staged calls the ledger's, where they wait in the file (`only-import.ts`), in the order of their times, and the
 * ledger has none.
 *
 * @returns false where they have to be copied
 */
export async function takeStagedTable(connection: DuckDBConnection): Promise<boolean> {
  const { name } = stagedAttempts;
  const [found] = await query(
    connection,
    `select (select count(*) from duckdb_tables() where table_name = $name and not temporary) as staged_tables,
       (select count(*) from (select 1 from attempts limit 1)) as any_rows`,
    { name: { type: "text", text: name } },
  );
  if (found === undefined) throw new TypeError("an aggregate without groups answered no row");
  if (integer(found, "staged_tables") === 0 || integer(found, "any_rows") > 0) return false;
  if (!(await isInOrder(connection, { from: name, time: "started_at" }))) return false;
  await connection.run("drop table attempts");
  await connection.run(`alter table main.${name} rename to attempts`);
  return true;
}
