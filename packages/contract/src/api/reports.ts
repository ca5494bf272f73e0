import { z } from "zod";
import { answerCutNames } from "../answer-cuts.ts";
import { cacheStatuses } from "../cache-use.ts";
import { confidences } from "../charge.ts";
import { dollarsText } from "../dollars.ts";
import { changeSchema, leverNames, promptPartNames } from "../levers.ts";
import { chargesQuery, dimensions, filterQuery, timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/** Sums over calls. Costs leave out unpriced attempts, whose number stands beside them. */
export const totalsSchema = z.object({
  calls: count,
  attempts: count,
  failed_attempts: count,
  unpriced_attempts: count,
  unpriced_tokens: count,
  /** Attempts of which no token count is known at all. */
  unmetered_attempts: count,
  input_tokens: count,
  cache_read_tokens: count,
  output_tokens: count,
  reasoning_tokens: count,
  /** Prompt and answer tokens that calls answered by Headgate's cache did not use; in none of the others. */
  avoided_input_tokens: count,
  avoided_output_tokens: count,
  /** Attempts on which a lever acted whose saving is not known. */
  unknown_savings: count,
  list_cost: dollarsText,
  effective_cost: dollarsText,
  billed_cost: dollarsText,
  baseline_cost: dollarsText,
  /** The parts of `baseline_cost` and `effective_cost` that are of attempts with both: what was saved is their difference. */
  compared_baseline_cost: dollarsText,
  compared_effective_cost: dollarsText,
  /** Effective dollars for a million tokens, input and output; null where there are none. */
  effective_cost_per_million_tokens: dollarsText.nullable(),
  /** Simulated part of effective_cost. */
  simulated_cost: dollarsText,
});
export type Totals = z.infer<typeof totalsSchema>;

export const timeGrains = ["minute", "hour", "day", "week", "month"] as const;
export type TimeGrain = (typeof timeGrains)[number];

export const totalsQuery = timeRangeQuery.extend(filterQuery.shape).extend(chargesQuery.shape);
export const totalsReport = z.object({ totals: totalsSchema });

export const spendOverTimeQuery = totalsQuery.extend({
  grain: z.enum(timeGrains),
  /** Splits each bucket by this dimension; the largest `limit` values are named, the rest is `other`. */
  by: z.enum(dimensions).optional(),
  limit: z.coerce.number().int().min(1).max(20).default(8),
});
export const spendOverTimeReport = z.object({
  rows: z.array(
    z.object({
      start: z.iso.datetime(),
      /** Value of the dimension; null for calls without one; `other` is told apart by `is_other`. */
      group: z.string().nullable(),
      is_other: z.boolean(),
      calls: count,
      unpriced_attempts: count,
      input_tokens: count,
      /** Of those, what came out of the provider's cache. */
      cache_read_tokens: count,
      output_tokens: count,
      effective_cost: dollarsText,
    }),
  ),
});
export type SpendOverTimeRow = z.infer<typeof spendOverTimeReport>["rows"][number];

export const spendByQuery = totalsQuery.extend({
  by: z.enum(dimensions),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const spendByReport = z.object({
  rows: z.array(z.object({ group: z.string().nullable(), ...totalsSchema.shape })),
  /** Groups beyond the limit. */
  left_out: count,
});
export type SpendByReport = z.infer<typeof spendByReport>;
export type SpendByRow = SpendByReport["rows"][number];

export const unpricedQuery = totalsQuery.extend({});
export const unpricedReport = z.object({
  rows: z.array(
    z.object({
      provider: z.string(),
      model: z.string().nullable(),
      reason: z.string().nullable(),
      attempts: count,
      input_tokens: count,
      output_tokens: count,
      last_seen: z.iso.datetime(),
    }),
  ),
});

export const callSortColumns = [
  "time",
  "cost",
  "input_tokens",
  "output_tokens",
  "duration",
] as const;
export const callsQuery = totalsQuery.extend({
  /** Only calls on which this lever acted; with `did`, those to which it did this. */
  lever: z.enum(leverNames).optional(),
  did: changeSchema.shape.did.optional(),
  /** Only calls with tokens in this part of their prompts, or whose parts are not told. */
  part: z.enum([...promptPartNames, "not_told"]).optional(),
  /** Only calls whose answer a rule of their policy cut: for this reason, or for any. */
  cut: z.enum([...answerCutNames, "any"]).optional(),
  sort: z.enum(callSortColumns).default("time"),
  order: z.enum(["asc", "desc"]).default("desc"),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});
/** One call in a list: its attempts added up, described by the last of them. */
export const callSummarySchema = z.object({
  call_id: z.string(),
  started_at: z.iso.datetime(),
  provider: z.string(),
  model: z.string().nullable(),
  operation: z.string(),
  team: z.string().nullable(),
  project: z.string().nullable(),
  feature: z.string().nullable(),
  outcome: z.string(),
  status: z.int().nullable(),
  /** What Headgate's own cache had to do with it; null where none was asked. */
  cache_status: z.enum(cacheStatuses).nullable(),
  /** Why its answer is not whole, by a rule of its policy; null where no rule cut it. */
  cut: z.enum(answerCutNames).nullable(),
  /** Null where the source of the call does not tell, as with the duration. */
  stream: z.boolean().nullable(),
  simulated: z.boolean(),
  attempts: count,
  input_tokens: count.nullable(),
  output_tokens: count.nullable(),
  confidence: z.enum(confidences),
  /** Null when any attempt is unpriced: a part is not the whole. */
  effective_cost: dollarsText.nullable(),
  duration_ms: z.number().nullable(),
  time_to_first_token_ms: z.number().nullable(),
});
export type CallSummary = z.infer<typeof callSummarySchema>;
export const callsReport = z.object({ rows: z.array(callSummarySchema), total: count });
