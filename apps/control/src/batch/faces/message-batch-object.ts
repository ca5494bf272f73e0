import type { ClientBatch, ItemCounts } from "@headgate/batch";
import type { HeadgateConfig } from "@headgate/contract";
import type { JsonObject } from "@headgate/providers";
import { countsOf, fieldsOf } from "./openai-batch-object.ts";

const ENDS: ReadonlySet<ClientBatch["state"]> = new Set([
  "completed",
  "failed",
  "expired",
  "cancelled",
]);

/** Whether nothing more becomes of a batch. */
export const hasEnded = ({ state }: ClientBatch): boolean => ENDS.has(state);

/** As long as Anthropic keeps results, from a batch's creation. */
const RESULTS_MS = 29 * 86_400_000;

/** Until when a batch's results can be had: none of its requests is forgotten before. It ends before that is asked for. */
export const resultsUntilMs = (
  { createdAtMs, endedAtMs }: ClientBatch,
  { batch }: Pick<HeadgateConfig, "batch">,
): number =>
  Math.min(
    createdAtMs + RESULTS_MS,
    (endedAtMs ?? Number.POSITIVE_INFINITY) + batch.retention_days * 86_400_000,
  );

/**
 * Anthropic's batch object (`MessageBatch` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-29).
 * Its counts move while it is under way, where Anthropic's stay at `processing` until the end.
 *
 * @param told where the client reaches the gateway, until when results can be had, and what time it is
 */
export function messageBatchObject(
  batch: ClientBatch,
  items: ItemCounts,
  told: Readonly<{ origin: string; resultsUntilMs: number; nowMs: number }>,
): JsonObject {
  const { total, succeeded, errored, cancelled, expired } = countsOf(batch, items);
  const ended = hasEnded(batch);
  const isArchived = ended && told.nowMs >= told.resultsUntilMs;
  const { cancelling_at_ms: cancelAtMs } = fieldsOf(batch);
  const moment = (atMs: number | undefined): string | null =>
    atMs === undefined ? null : new Date(atMs).toISOString();
  return {
    id: batch.id,
    type: "message_batch",
    processing_status: ended ? "ended" : cancelAtMs === undefined ? "in_progress" : "canceling",
    request_counts: {
      processing: total - succeeded - errored - cancelled - expired,
      succeeded,
      errored,
      canceled: cancelled,
      expired,
    },
    ended_at: ended ? moment(batch.endedAtMs) : null,
    created_at: moment(batch.createdAtMs),
    expires_at: moment(batch.deadlineMs),
    archived_at: isArchived ? moment(told.resultsUntilMs) : null,
    cancel_initiated_at: moment(cancelAtMs),
    results_url:
      ended && !isArchived ? `${told.origin}/v1/messages/batches/${batch.id}/results` : null,
  };
}
