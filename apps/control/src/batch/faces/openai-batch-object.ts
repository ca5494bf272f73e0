import type { ClientBatch, ItemCounts } from "@headgate/batch";
import type { JsonObject } from "@headgate/providers";
import { z } from "zod";

const seconds = (atMs: number): number => Math.floor(atMs / 1_000);
const atMs = z.int().optional();

/** What a client's batch keeps beside its state; times in milliseconds. */
const batchFieldsSchema = z.looseObject({
  /** How many requests it has, and how many of them could not be sent at all. */
  total: z.int().nonnegative(),
  rejected: z.int().nonnegative().optional(),
  /** Not taken in, since the batch was cancelled before. */
  unread: z.int().nonnegative().optional(),
  /** Not taken in, since its deadline had passed. */
  late: z.int().nonnegative().optional(),
  rejected_file_id: z.string().optional(),
  input_file_id: z.string(),
  endpoint: z.string(),
  completion_window: z.string().optional(),
  metadata: z.record(z.string(), z.string()).nullable().optional(),
  /** As the client admitted its lines would be. */
  admitted: z.unknown(),
  output_kept_ms: z.int().optional(),
  output_file_id: z.string().optional(),
  error_file_id: z.string().optional(),
  in_progress_at_ms: atMs,
  finalizing_at_ms: atMs,
  cancelling_at_ms: atMs,
  /** Why it could not be read. */
  errors: z
    .array(
      z.object({
        code: z.string(),
        message: z.string(),
        line: z.int().nullable(),
        param: z.string().nullable(),
      }),
    )
    .optional(),
  /** Counts as they were when it ended: its requests may be forgotten since. */
  ended_counts: z
    .object({
      succeeded: z.int(),
      errored: z.int(),
      cancelled: z.int(),
      expired: z.int(),
    })
    .optional(),
});
export type BatchFields = z.infer<typeof batchFieldsSchema>;

export const fieldsOf = (batch: ClientBatch): BatchFields => batchFieldsSchema.parse(batch.fields);

/** How many of a batch's requests stand where. */
export type BatchCounts = Readonly<{
  total: number;
  succeeded: number;
  errored: number;
  cancelled: number;
  expired: number;
}>;

/** As they stand now, or stood at its end. */
export function countsOf(batch: ClientBatch, items: ItemCounts): BatchCounts {
  const { total, rejected = 0, unread = 0, late = 0, ended_counts: ended } = fieldsOf(batch);
  if (ended !== undefined) return { total, ...ended };
  // A state that no request is in is absent.
  const { answered = 0, failed = 0, cancelled = 0, expired = 0 } = items;
  return {
    total,
    succeeded: answered,
    errored: failed + rejected,
    cancelled: cancelled + unread,
    expired: expired + late,
  };
}

/**
 * OpenAI's batch object (`Batch` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-29). Its `model` and
 * `usage` are left out: lines of one batch may ask several models, and what was used stands in the ledger.
 */
export function openaiBatchObject(batch: ClientBatch, items: ItemCounts): JsonObject {
  const fields = fieldsOf(batch);
  const counts = countsOf(batch, items);
  const { state, endedAtMs } = batch;
  const endedAs = (which: ClientBatch["state"]): number | null =>
    state === which && endedAtMs !== undefined ? seconds(endedAtMs) : null;
  const moment = (at: number | undefined): number | null => (at === undefined ? null : seconds(at));
  return {
    id: batch.id,
    object: "batch",
    endpoint: fields.endpoint,
    errors: fields.errors === undefined ? null : { object: "list", data: fields.errors },
    input_file_id: fields.input_file_id,
    completion_window: fields.completion_window ?? "24h",
    status: state,
    output_file_id: fields.output_file_id ?? null,
    error_file_id: fields.error_file_id ?? null,
    created_at: seconds(batch.createdAtMs),
    in_progress_at: moment(fields.in_progress_at_ms),
    expires_at: seconds(batch.deadlineMs),
    finalizing_at: moment(fields.finalizing_at_ms),
    completed_at: endedAs("completed"),
    failed_at: endedAs("failed"),
    expired_at: endedAs("expired"),
    cancelling_at: moment(fields.cancelling_at_ms),
    cancelled_at: endedAs("cancelled"),
    request_counts: {
      total: counts.total,
      completed: counts.succeeded,
      failed: counts.errored + counts.cancelled + counts.expired,
    },
    metadata: fields.metadata ?? null,
  };
}
