import type { LedgerRow } from "@headgate/contract";
import type { Connection } from "./connection.ts";
import { DayMarks } from "./rollups/day-marks.ts";
import { SourceDays } from "./source-days.ts";

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

const sourceDays = new WeakMap<Connection, SourceDays>();

/** Which sources wrote on which days: where there is one alone, no call is looked for that several saw. */
export function markSources(
  connection: Connection,
  rows: readonly Pick<LedgerRow, "source" | "started_at_ms">[],
): Promise<void> {
  const known = sourceDays.get(connection) ?? new SourceDays(connection);
  sourceDays.set(connection, known);
  return known.mark(rows);
}
