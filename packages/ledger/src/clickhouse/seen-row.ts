import type { LedgerRow } from "@headgate/contract";
import type { SeenRow } from "./same-calls.ts";

/** What tells a row's call from others. */
export const seenOf = (row: LedgerRow): SeenRow => ({
  rowId: row.row_id,
  source: row.source,
  startedAtMs: row.started_at_ms,
  responseId: row.response_id ?? null,
  requestId: row.provider_request_id ?? null,
  traceId: row.trace_id ?? null,
  spanId: row.span_id ?? null,
});
