import type { LedgerRow } from "@headgate/contract";
import { dayOf } from "../reports/rollups/day-plan.ts";
import type { Connection } from "./connection.ts";
import { microsOf } from "./encode-line.ts";
import { DayMarks } from "./rollups/day-marks.ts";

const marks = new WeakMap<Connection, DayMarks>();

/** The marks that this process makes over a connection. */
export function dayMarksOf(connection: Connection): DayMarks {
  const known = marks.get(connection) ?? new DayMarks(connection);
  marks.set(connection, known);
  return known;
}

/**
 * Says that the days of these moments have rows that their sums do not know. Called before what counts of `attempts`
 * changes: from then on those days are read from the rows, until they are built again.
 */
export const markDays = (connection: Connection, moments: readonly number[]): Promise<void> =>
  dayMarksOf(connection).mark(moments);

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
