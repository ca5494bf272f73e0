import { contentId, rowIds } from "../row/row-ids.ts";
import type { LogRecord } from "./log-record.ts";

/**
 * The ids of a record's row: what tells its call where the event says it, else the record's own words. Both are the
 * same in JSON and in protobuf, and when a record is sent again.
 */
export function recordIds(
  record: LogRecord,
  own: readonly (string | undefined)[],
): { row_id: string; call_id: string } {
  const known = own.filter((part) => part !== undefined);
  if (known.length === own.length && known.length > 0) return rowIds("otlp_logs", ...known);
  const { names, atMs, attributes, traceId, spanId } = record;
  const sorted = Object.entries(attributes).sort(([left], [right]) => (left < right ? -1 : 1));
  return rowIds("otlp_logs", contentId(JSON.stringify([names, atMs, traceId, spanId, sorted])));
}
