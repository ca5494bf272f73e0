import type { ClientBatch, ItemCounts } from "@headgate/batch";
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

/**
 * Anthropic's batch object (`MessageBatch` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-29).
 * Its counts move while it is under way, where Anthropic's stay at `processing` until the end.
 *
 * @param origin where the client reaches the gateway
 */
export function messageBatchObject(
  batch: ClientBatch,
  items: ItemCounts,
  origin: string,
): JsonObject {
  const { total, succeeded, errored, cancelled, expired } = countsOf(batch, items);
  const ended = hasEnded(batch);
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
    archived_at: null,
    cancel_initiated_at: moment(cancelAtMs),
    results_url: ended ? `${origin}/v1/messages/batches/${batch.id}/results` : null,
  };
}
