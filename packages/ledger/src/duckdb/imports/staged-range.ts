import type { DuckDBConnection } from "@duckdb/node-api";
import type { SqlParameters } from "../../reports/ask.ts";
import { integer, integerOrNull } from "../../reports/sql-values.ts";
import { query } from "../query.ts";

/**
 * The time that staged rows lie in, widened, as the parameters `$from` and `$to`, both inclusive.
 * @returns undefined when nothing is staged
 */
export async function stagedRange(
  connection: DuckDBConnection,
  { table, time, marginMs }: Readonly<{ table: string; time: string; marginMs: number }>,
): Promise<SqlParameters | undefined> {
  const [row] = await query(
    connection,
    `select epoch_ms(min(${time})) as first_ms, epoch_ms(max(${time})) as last_ms from ${table}`,
    {},
  );
  if (row === undefined || integerOrNull(row, "first_ms") === null) return undefined;
  return {
    from: { type: "timestamp", ms: Math.max(0, integer(row, "first_ms") - marginMs) },
    to: { type: "timestamp", ms: integer(row, "last_ms") + marginMs },
  };
}
