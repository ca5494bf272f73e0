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

/** The end of a request that its address was told of in vain. */
const failingWebhookSchema = z.object({
  /** The request's id. */
  id: z.string(),
  /** Of the address; the rest of it is its client's. */
  host: z.string(),
  state: z.enum(["waiting", "given_up"]),
  ended_at: moment,
  tries: count,
  /** Null where it is not tried again. */
  next_try_at: moment.nullable(),
  problem: z.string(),
});

/** Answer of `GET /api/batches`: how work that can wait stands. */
export const batchesResponse = z.object({
  /** Requests by state; a state that none is in is absent. */
  requests: z.record(z.string(), count),
  /** When the oldest request that has not ended came in; null where all have. */
  oldest_open_at: moment.nullable(),
  /** What was survived since the start, by kind. */
  problems: z.record(z.string(), count),
  /** Requests that could wait and stayed in real time, since the start, by why. */
  kept_in_real_time: z.record(z.string(), count),
  /** Messages to webhooks by state: waiting, delivered, given_up. */
  webhooks: z.record(z.string(), count),
  /** Those that were tried in vain, the latest first, 50 at most. */
  failing_webhooks: z.array(failingWebhookSchema),
  /** The latest first. */
  batches: z.array(providerBatchSchema),
});
export type BatchesResponse = z.infer<typeof batchesResponse>;
