import type { Found } from "../source.ts";

/** The time that an import is for: `[fromMs, toMs)`; either may be open. */
export type TimeRange = Readonly<{ fromMs?: number | undefined; toMs?: number | undefined }>;

/**
 * Whether a record lies in a range. A bill line counts by its billing period: a statement replaces the one
 * before it whole, so a part of one must not come in.
 */
export function isInRange(found: Found, range: TimeRange): boolean {
  switch (found.kind) {
    case "attempt":
      return overlaps(found.attempt.started_at_ms, found.attempt.started_at_ms + 1, range);
    case "bill_line":
      return overlaps(found.line.billing_period_start_ms, found.line.billing_period_end_ms, range);
    case "usage_total":
      return overlaps(found.total.start_ms, found.total.end_ms, range);
    case "gauge":
      return overlaps(found.gauge.at_ms, found.gauge.at_ms + 1, range);
    case "outcome": {
      const atMs = Date.parse(found.outcome.occurred_at);
      return overlaps(atMs, atMs + 1, range);
    }
    case "skip":
    case "warning":
      return true;
    default:
      return found satisfies never;
  }
}

const overlaps = (startMs: number, endMs: number, { fromMs, toMs }: TimeRange): boolean =>
  (fromMs === undefined || endMs > fromMs) && (toMs === undefined || startMs < toMs);
