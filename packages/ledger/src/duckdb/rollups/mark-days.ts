import type { DuckDBConnection } from "@duckdb/node-api";
import type { SqlParameters } from "../../reports/ask.ts";
import { query } from "../query.ts";

/** A day under steady writing is written down as touched this often at most. */
const TOUCH_EVERY_MS = 10_000;

/**
 * Says that the days of these moments have rows that their sums do not know: whoever adds, changes or takes
 * away what counts of `attempts` calls this in the same transaction. From then on those days are read from
 * the rows, until they are built again. A day that was put off until it changes has a moment to come, and is due again.
 *
 * @param moments a query with one column, `started_at`
 */
export async function markDays(
  connection: DuckDBConnection,
  moments: string,
  parameters: SqlParameters,
): Promise<void> {
  const now = Date.now();
  const days = `select distinct date_trunc('day', started_at) as touched_day from (${moments})`;
  await query(
    connection,
    `update rollup_days set is_built = false, touched_at = $now
     where (is_built or touched_at < $lately or touched_at > $now) and ledger_day in (select touched_day from (${days}))`,
    {
      ...parameters,
      now: { type: "timestamp", ms: now },
      lately: { type: "timestamp", ms: now - TOUCH_EVERY_MS },
    },
  );
  await query(
    connection,
    `insert into rollup_days
     select touched_day, false, $now from (${days})
     where touched_day not in (select ledger_day from rollup_days)`,
    { ...parameters, now: { type: "timestamp", ms: now } },
  );
}
