import type { BatchView } from "@headgate/contract";
import { z } from "zod";

const count = z.int().nonnegative();
const seconds = z.int();

const openaiBatch = z.object({
  id: z.string(),
  object: z.literal("batch"),
  status: z.string(),
  created_at: seconds,
  expires_at: seconds.nullish(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z.object({ data: z.array(z.object({ message: z.string() })) }).nullish(),
  request_counts: z.object({ total: count, completed: count, failed: count }),
});

/** A batch of OpenAI's face, with the files of its results. */
export const openaiBatchView = openaiBatch.transform((batch) => ({
  view: {
    id: batch.id,
    format: "openai",
    status: batch.status,
    ended: ["completed", "failed", "expired", "cancelled"].includes(batch.status),
    created_at: isoOf(batch.created_at * 1_000),
    deadline: batch.expires_at == null ? null : isoOf(batch.expires_at * 1_000),
    requests: batch.request_counts.total,
    succeeded: batch.request_counts.completed,
    failed: batch.request_counts.failed,
  } satisfies BatchView,
  results: [batch.output_file_id, batch.error_file_id].flatMap((id) =>
    id == null ? [] : [`/v1/files/${encodeURIComponent(id)}/content`],
  ),
  errors: batch.errors?.data.map(({ message }) => message) ?? [],
}));

const messageBatch = z.object({
  id: z.string(),
  type: z.literal("message_batch"),
  processing_status: z.string(),
  created_at: z.string(),
  expires_at: z.string(),
  request_counts: z.object({
    processing: count,
    succeeded: count,
    errored: count,
    canceled: count,
    expired: count,
  }),
});

/** A batch of Anthropic's face, with the path of its results. */
export const messageBatchView = messageBatch.transform((batch) => {
  const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
  const failed = errored + canceled + expired;
  const ended = batch.processing_status === "ended";
  return {
    view: {
      id: batch.id,
      format: "anthropic",
      status: batch.processing_status,
      ended,
      created_at: isoOf(Date.parse(batch.created_at)),
      deadline: isoOf(Date.parse(batch.expires_at)),
      requests: processing + succeeded + failed,
      succeeded,
      failed,
    } satisfies BatchView,
    results: ended ? [`/v1/messages/batches/${encodeURIComponent(batch.id)}/results`] : [],
    errors: [] as string[],
  };
});

/** A batch, where its results are, and what was wrong with it as a whole. */
export type SeenBatch = Readonly<{
  view: BatchView;
  results: readonly string[];
  errors: readonly string[];
}>;

const isoOf = (atMs: number): string => new Date(atMs).toISOString();
