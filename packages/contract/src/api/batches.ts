import { z } from "zod";
import { wireFormats } from "../wire-format.ts";

const count = z.int().nonnegative();
const moment = z.iso.datetime();

/** One batch at a provider, as its runner knows it. */
export const providerBatchSchema = z.object({
  /** Ours, by which the batch is found again at the provider. */
  marker: z.string(),
  provider: z.string(),
  model: z.string(),
  format: z.enum(wireFormats),
  state: z.enum(["submitting", "submitted", "ended", "settled", "lost"]),
  requests: count,
  bytes: count,
  opened_at: moment,
  ended_at: moment.nullable(),
  /** The provider's id; null before it is known. */
  provider_id: z.string().nullable(),
  /** What the provider last said; null before it said anything. */
  provider_state: z.string().nullable(),
  tries: count,
  problem: z.string().nullable(),
});

/** Answer of `GET /api/batches`: how work that can wait stands. */
export const batchesResponse = z.object({
  /** Requests by state; a state that none is in is absent. */
  requests: z.record(z.string(), count),
  /** When the oldest request that has not ended came in; null where all have. */
  oldest_open_at: moment.nullable(),
  /** What was survived since the start, by kind. */
  problems: z.record(z.string(), count),
  /** The latest first. */
  batches: z.array(providerBatchSchema),
});
export type BatchesResponse = z.infer<typeof batchesResponse>;
