import type { LedgerRow } from "@headgate/contract";
import { dayOf } from "../reports/rollups/day-plan.ts";
import type { Connection } from "./connection.ts";
import { microsOf } from "./encode-line.ts";
import { nextVersion } from "./row-version.ts";

/** A day under steady writing is written down as touched this often at most. */
const TOUCH_EVERY_MS = 10_000;

const touched = new WeakMap<Connection, Map<number, number>>();

/**
 * Says that the days of these moments have rows that their sums do not know. Called before what counts of `attempts`
 * changes: from then on those days are read from the rows, until they are built again.
 */
export async function markDays(connection: Connection, moments: readonly number[]): Promise<void> {
  const now = Date.now();
  const lately = touched.get(connection) ?? new Map<number, number>();
  touched.set(connection, lately);
  const days = [...new Set(moments.map(dayOf))].filter(
    (day) => (lately.get(day) ?? 0) < now - TOUCH_EVERY_MS,
  );
  const version = nextVersion();
  await connection.insert(
    "rollup_days",
    ["ledger_day", "is_built", "touched_at", "row_version", "is_gone"],
    days.map((day) => `[${microsOf(day)},false,${microsOf(now)},${version},0]`),
  );
  for (const day of days) lately.set(day, now);
}

/** Which sources wrote on which days: where there is one alone, no call is looked for that several saw. */
export async function markSources(
  connection: Connection,
  rows: readonly Pick<LedgerRow, "source" | "started_at_ms">[],
): Promise<void> {
  const pairs = new Set(
    rows.map(
      ({ source, started_at_ms }) =>
        `[${microsOf(dayOf(started_at_ms))},${JSON.stringify(source)},0,0]`,
    ),
  );
  await connection.insert(
    "source_days",
    ["ledger_day", "source", "row_version", "is_gone"],
    [...pairs],
  );
}
