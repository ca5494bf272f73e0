import type { Ask, SqlParameters } from "../../reports/ask.ts";
import { integer, integerOrNull } from "../../reports/sql-values.ts";

/** The time that staged rows lie in, widened, as `$from` and `$to`, both inclusive; undefined where there is none. */
export async function stagedRange(
  ask: Ask,
  { table, time, marginMs }: Readonly<{ table: string; time: string; marginMs: number }>,
): Promise<Readonly<{ parameters: SqlParameters }> | undefined> {
  const [row] = await ask(
    `select epoch_ms(min(${time})) as first_ms, epoch_ms(max(${time})) as last_ms from ${table}`,
    {},
  );
  if (row === undefined || integerOrNull(row, "first_ms") === null) return undefined;
  return {
    parameters: {
      from: { type: "timestamp", ms: Math.max(0, integer(row, "first_ms") - marginMs) },
      to: { type: "timestamp", ms: integer(row, "last_ms") + marginMs },
    },
  };
}
