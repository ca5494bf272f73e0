import { z } from "zod";
import { pullKinds } from "../config/pulls.ts";
import { sourceNames } from "../imports/sources.ts";

const count = z.int().nonnegative();
const moment = z.iso.datetime().nullable();

/** What a pull brought, over all its periods. */
export const pullResultSchema = z.object({
  rows: count,
  added: count,
  /** Rows that took the place of others: what the provider restated. */
  replaced: count,
  already_there: count,
  skipped: count,
});
export type PullResult = z.infer<typeof pullResultSchema>;

/** One entry under `sources` in headgate.yaml, and how it stands. */
export const pullStatusSchema = z.object({
  name: z.string(),
  kind: z.enum(pullKinds),
  /** The ledger's sources that it fills. */
  sources: z.array(z.enum(sourceNames)),
  interval_minutes: z.int().positive(),
  is_running: z.boolean(),
  last_started_at: moment,
  last_success_at: moment,
  last_result: pullResultSchema.nullable(),
  /** Why the last pull failed; null when it did not. */
  last_error: z.string().nullable(),
  last_error_at: moment,
  /** Pulls that failed since the last one that did not. */
  failures_in_a_row: count,
  /** All before it has been pulled once; null before the first period, and for what is measured now. */
  finished_until: moment,
  /** How far what was pulled is behind now; null before the first success. */
  lag_ms: z.number().nonnegative().nullable(),
  next_run_at: moment,
});
export type PullStatus = z.infer<typeof pullStatusSchema>;

/** What was received by OTLP, by source. */
export const receivedSchema = z.object({
  source: z.enum(sourceNames),
  payloads: count,
  /** Rows that were read in them. */
  rows: count,
  added: count,
  already_there: count,
  /** Items that could not be taken. */
  rejected: count,
  /** Items about something else than a call: agents, tools, other events. */
  left_out: count,
  first_at: moment,
  last_at: moment,
  last_received_at: z.iso.datetime(),
});
export type Received = z.infer<typeof receivedSchema>;
