import type { DuckDBConnection } from "@duckdb/node-api";
import type { SqlParameters } from "../../reports/ask.ts";
import { integer, integerOrNull } from "../../reports/sql-values.ts";
import { query } from "../query.ts";

/** A time, both ends inclusive, also as the parameters `$from` and `$to`. */
export type StagedRange = Readonly<{ fromMs: number; toMs: number; parameters: SqlParameters }>;

/**
 * The time that staged rows lie in, widened.
 * @returns undefined when nothing is staged
 */
export async function stagedRange(
  connection: DuckDBConnection,
  { table, time, marginMs }: Readonly<{ table: string; time: string; marginMs: number }>,
): Promise<StagedRange | undefined> {
  const [row] = await query(
    connection,
    `select epoch_ms(min(${time})) as first_ms, epoch_ms(max(${time})) as last_ms from ${table}`,
    {},
  );
  if (row === undefined || integerOrNull(row, "first_ms") === null) return undefined;
  const fromMs = Math.max(0, integer(row, "first_ms") - marginMs);
  const toMs = integer(row, "last_ms") + marginMs;
  return {
    fromMs,
    toMs,
    parameters: { from: { type: "timestamp", ms: fromMs }, to: { type: "timestamp", ms: toMs } },
  };
}
