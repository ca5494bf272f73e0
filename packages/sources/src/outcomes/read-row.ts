import {
  attributionFields,
  type OutcomeInput,
  outcomeSchema,
  type SkipReason,
} from "@headgate/contract";
import { skipAt } from "../read/read-skip.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { Found } from "../source.ts";
import { TAG_PREFIX } from "./columns.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const truths: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["accepted", true],
  ["false", false],
  ["no", false],
  ["0", false],
  ["rejected", false],
]);

/** Why a row is left out, by the field that is at fault; the others make it no outcome. */
const reasons: Readonly<Record<string, SkipReason>> = {
  id: "identity_missing",
  occurred_at: "time_unreadable",
  window_from: "time_unreadable",
  window_to: "time_unreadable",
  value: "amount_unreadable",
};

/**
 * An outcome out of the texts of a row by field, or why it is none. A time without an offset is UTC, a day without a
 * time is its beginning in UTC; ids of several calls stand in one cell, parted by blanks, commas or semicolons.
 */
export function readRow(cells: Readonly<Record<string, string>>, place: string): Found {
  const unread: string[] = [];
  const timeOf = (field: string): string | undefined => {
    const text = cells[field]?.trim();
    if (text === undefined) return undefined;
    const ms = timeMsOf(DAY.test(text) ? `${text}T00:00:00Z` : text);
    if (ms === undefined) unread.push(field);
    return ms === undefined ? undefined : new Date(ms).toISOString();
  };
  const occurredAt = timeOf("occurred_at");
  const window = { from: timeOf("window_from"), to: timeOf("window_to") };
  const accepted = truths.get(cells.accepted?.trim().toLowerCase() ?? "");
  if (accepted === undefined) {
    return skipAt(
      "outcome_malformed",
      place,
      "accepted: expected true or false, yes or no, 1 or 0",
    );
  }
  const [badTime] = unread;
  if (badTime !== undefined) {
    return skipAt("time_unreadable", place, `${badTime}: expected an ISO 8601 time or a day`);
  }
  const tags = Object.entries(cells).flatMap(([field, value]) =>
    field.startsWith(TAG_PREFIX) ? [[field.slice(TAG_PREFIX.length), value] as const] : [],
  );
  const callIds = cells.call_ids?.split(/[\s,;]+/).filter((id) => id !== "") ?? [];
  const optional: Partial<OutcomeInput> = {
    ...(cells.value !== undefined && { value: cells.value.trim() }),
    ...(cells.trace_id !== undefined && { trace_id: cells.trace_id.trim() }),
    ...(callIds.length > 0 && { call_ids: callIds }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
    ...Object.fromEntries(
      attributionFields.flatMap((field) =>
        cells[field] === undefined ? [] : [[field, cells[field]]],
      ),
    ),
  };
  const parsed = outcomeSchema.safeParse({
    id: cells.id?.trim(),
    name: cells.name?.trim(),
    occurred_at: occurredAt,
    accepted,
    ...optional,
    // Half a window is a fault that the schema names.
    ...((window.from !== undefined || window.to !== undefined) && { window }),
  });
  if (parsed.success) return { kind: "outcome", outcome: parsed.data };
  const [first] = parsed.error.issues;
  const detail = parsed.error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
  return skipAt(reasons[String(first?.path[0])] ?? "outcome_malformed", place, detail);
}
