import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/**
 * Why a charge is another one when it is worked out again.
 * `now_priced`, `no_longer_priced`: it had no price, or has none any more. `correction`: a later recording
 * of the price that was used. `new_price_record`: another record holds at the time of the call.
 * `overlay`: the customer's own terms. `confidence`: the dollars are the same, their confidence is not.
 * `other`: the same records are applied by another rule.
 */
export const rerateCauses = [
  "now_priced",
  "no_longer_priced",
  "correction",
  "new_price_record",
  "overlay",
  "confidence",
  "other",
] as const;
export type RerateCause = (typeof rerateCauses)[number];

/** What to price again; nothing is written unless `apply` is true. */
export const rerateRequest = z.strictObject({
  ...timeRangeQuery.shape,
  /** Only attempts at this configured provider. */
  provider: z.string().min(1).optional(),
  /** Only attempts answered by this model. */
  model: z.string().min(1).optional(),
  apply: z.boolean().default(false),
  /** The `price_book` of the preview that was looked at: refused when the prices have changed since. */
  price_book: z.string().optional(),
});
export type RerateRequest = z.output<typeof rerateRequest>;

const sums = z.object({
  list_cost: dollarsText,
  effective_cost: dollarsText,
  /** Attempts without a price: they are in no cost beside this count. */
  unpriced_attempts: count,
});

/**
 * What pricing again changes. Each difference is a sum after less the sum before, where an attempt without
 * a price adds nothing; by model and by cause they add up to the whole, exactly.
 */
export const rerateDifferenceSchema = z.object({
  attempts: count,
  revised_attempts: count,
  /** Attempts whose charge cannot be worked out again, and why: they keep it. */
  kept: z.array(z.object({ reason: z.string(), attempts: count })),
  before: sums,
  after: sums,
  list_cost_difference: dollarsText,
  effective_cost_difference: dollarsText,
  /** The part of `effective_cost_difference` that is simulated. */
  simulated_difference: dollarsText,
  /** Revised attempts by model; beyond a thousand models the rest is one row without names. */
  by_model: z.array(
    z.object({
      provider: z.string().nullable(),
      model: z.string().nullable(),
      attempts: count,
      before: sums,
      after: sums,
      effective_cost_difference: dollarsText,
    }),
  ),
  /** An attempt that differs for two reasons is counted under both. */
  by_cause: z.array(
    z.object({
      cause: z.enum(rerateCauses),
      attempts: count,
      effective_cost_difference: dollarsText,
    }),
  ),
});
export type RerateDifference = z.infer<typeof rerateDifferenceSchema>;

const scope = {
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  provider: z.string().optional(),
  model: z.string().optional(),
  /** The state of the price book by which the charges were worked out. */
  price_book: z.string(),
};

/** One pricing of history that was asked for, under way or done. */
export const rerateJobSchema = z.object({
  id: z.string(),
  ...scope,
  apply: z.boolean(),
  state: z.enum(["running", "done", "failed"]),
  started_at: z.iso.datetime(),
  progress: z.object({ attempts_done: count, attempts_total: count }),
  /** What was found so far; all of it when the job is done. */
  difference: rerateDifferenceSchema,
  /** The number of the re-rating that now holds; null while nothing was applied. */
  rerating: z.int().positive().nullable(),
  /** Why it failed; nothing of it holds then. */
  error: z.object({ code: z.string(), message: z.string(), mend: z.string() }).nullable(),
});
export type RerateJob = z.infer<typeof rerateJobSchema>;

/** One re-rating that holds: its revisions are what reports read. */
export const reratingSchema = z.object({
  rerating: z.int().positive(),
  ...scope,
  applied_at: z.iso.datetime(),
  difference: rerateDifferenceSchema,
});
export type Rerating = z.infer<typeof reratingSchema>;
export const reratingsResponse = z.object({ reratings: z.array(reratingSchema) });
