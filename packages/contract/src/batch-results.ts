import { z } from "zod";
import { confidences } from "./charge.ts";
import { dollarsText } from "./dollars.ts";

const count = z.int().nonnegative();

/** Whose form a file of requests has, and the batch that is made of it. */
export const batchFormats = ["openai", "anthropic"] as const;
export type BatchFormat = (typeof batchFormats)[number];

/** What the requests of a file for one model come to. Costs are with every answer as long as its request allows. */
export const batchEstimateRowSchema = z.object({
  /** As the requests name it. */
  model: z.string(),
  requests: count,
  /** Of these, the same as an earlier one: a batch sends them once. */
  duplicates: count,
  /** Null where a prompt cannot be counted, as with pictures. */
  input_tokens: count.nullable(),
  /** Null where a request does not bound its answer. */
  most_output_tokens: count.nullable(),
  /** Requests whose answer nothing bounds: their output is in no cost. */
  requests_without_limit: count,
  /** Requests whose prompt cannot be counted: they are in no cost. */
  uncounted_requests: count,
  /** Each request for itself, at standard prices; null where the price is not known. */
  real_time_cost: dollarsText.nullable(),
  /** Duplicates once, at batch prices; null where the price is not known. */
  batch_cost: dollarsText.nullable(),
  confidence: z.enum(confidences),
  /** Why a cost is not exact, or not known. */
  reason: z.string().nullable(),
});
export type BatchEstimateRow = z.infer<typeof batchEstimateRowSchema>;

export const batchEstimateSchema = z.object({
  file: z.string(),
  format: z.enum(batchFormats),
  requests: count,
  duplicates: count,
  rows: z.array(batchEstimateRowSchema),
});
export type BatchEstimate = z.infer<typeof batchEstimateSchema>;

/** A client's batch, whichever face it came in by. */
export const batchViewSchema = z.object({
  id: z.string(),
  format: z.enum(batchFormats),
  /** The face's own word. */
  status: z.string(),
  /** Nothing more will come. */
  ended: z.boolean(),
  created_at: z.iso.datetime(),
  /** When its answers are wanted at the latest; null where that is not said. */
  deadline: z.iso.datetime().nullable(),
  requests: count,
  succeeded: count,
  failed: count,
});
export type BatchView = z.infer<typeof batchViewSchema>;

/** What `headgate batch list --json` prints. */
export const batchListResultSchema = z.object({ batches: z.array(batchViewSchema) });

/** What `headgate batch run --json` prints when the batch has ended. */
export const batchRunResultSchema = z.object({
  batch: batchViewSchema,
  estimate: batchEstimateSchema,
  /** Whether an earlier run of the same file had begun it. */
  resumed: z.boolean(),
  output: z.string(),
  written: z.object({ answered: count, failed: count, missing: count }),
  /** The first requests without an answer, by their line in the file, at most twenty. */
  failures: z.array(z.object({ line: count, custom_id: z.string(), reason: z.string() })).max(20),
});
export type BatchRunResult = z.infer<typeof batchRunResultSchema>;

/** What it prints where the batch has no results yet: it was told to stop, and the batch goes on; or nothing was sent. */
export const batchRunLeftSchema = z.object({
  left: z.enum(["stopped", "declined"]),
  /** Null where nothing was sent. */
  batch_id: z.string().nullable(),
  estimate: batchEstimateSchema,
});
export type BatchRunLeft = z.infer<typeof batchRunLeftSchema>;
