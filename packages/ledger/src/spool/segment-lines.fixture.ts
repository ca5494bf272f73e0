import type { LedgerRow } from "@headgate/contract";
import { dayOf } from "../reports/rollups/day-plan.ts";
import type { SegmentLines } from "./segment-lines.ts";

/** Rows as the lines of a segment, from an offset on. */
export function segmentLines(segment: string, rows: readonly LedgerRow[], from = 0): SegmentLines {
  const times = rows.map((row) => row.started_at_ms);
  const json = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return {
    ...{ segment, from, to: from + json.length, json, rows: rows.length },
    ...{ firstAtMs: Math.min(...times), lastAtMs: Math.max(...times) },
    days: [...new Set(times.map(dayOf))],
  };
}
