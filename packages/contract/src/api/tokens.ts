import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { promptPartNames } from "../levers.ts";
import { savingBases } from "../saving-basis.ts";
import { tokenBuckets } from "../usage.ts";
import { dimensions } from "./question.ts";
import { timeGrains, totalsQuery } from "./reports.ts";

const count = z.int().nonnegative();
const eachOf = <Name extends string, Schema extends z.ZodType>(
  names: readonly Name[],
  schema: Schema,
) => Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>;

export const tokensQuery = totalsQuery.extend({
  /** Also by the values of this dimension; the dearest `limit` are named, the rest is one. */
  by: z.enum(dimensions).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** Also over time. */
  grain: z.enum(timeGrains).optional(),
});

/** Where tokens went. Attempts without a token count add nothing. */
export const tokenUseSchema = z.object({
  calls: count,
  attempts: count,
  input_tokens: count,
  /**
   * `input_tokens` divided over the parts of each prompt in proportion to their bytes: estimated. With
   * `not_told_tokens` they add up to it.
   */
  parts: z.object(eachOf(promptPartNames, count)),
  /** Of prompts whose parts are not told; pictures, sound and video; and what other models read within an answer. */
  not_told_tokens: count,
  /** Attempts with a count of input tokens: those whose parts are told, and the others. */
  told_attempts: count,
  not_told_attempts: count,
  /** The same `input_tokens` by what the provider's cache had to do with them. */
  uncached_tokens: count,
  cache_read_tokens: count,
  cache_write_tokens: count,
  /** Output that can be seen, and reasoning. */
  visible_tokens: count,
  reasoning_tokens: count,
  /** Of priced attempts; with `other_cost`, the costs of the buckets add up to it. */
  effective_cost: dollarsText,
  unpriced_attempts: count,
  /** Simulated part of effective_cost. */
  simulated_cost: dollarsText,
  /** What the charges' lines say of the tokens of the model that answered. */
  costs: z.object(eachOf(tokenBuckets, dollarsText)).partial(),
  /** Billed units that are no tokens, other models within an answer, and what stands in no line. */
  other_cost: dollarsText,
});
export type TokenUse = z.infer<typeof tokenUseSchema>;

const leverSavingSchema = z.object({
  lever: z.string(),
  /** Null for a name that is no lever's of this version. */
  basis: z.enum(savingBases).nullable(),
  /** Calls on which it acted. */
  calls: count,
  /** Of their attempts, those whose saving is known, and those whose is not. */
  known: count,
  unknown: count,
  /** Signed dollars of those that are known. */
  saved: dollarsText,
  /** Simulated part of saved. */
  simulated: dollarsText,
  /** Tokens taken away; negative where more were added; null where it is not told of any attempt. */
  input_tokens: z.int().nullable(),
  output_tokens: z.int().nullable(),
});
export type LeverSaving = z.infer<typeof leverSavingSchema>;

const changeCountSchema = z.object({
  lever: z.string(),
  did: z.string(),
  calls: count,
  /** How many times; null where it is not told of any attempt, as with the tokens. */
  count: count.nullable(),
  input_tokens: z.int().nullable(),
});

/** Where the tokens went, and what saved some. */
export const tokensReport = z.object({
  total: tokenUseSchema,
  /** By the dimension that was asked for, dearest first, the rest last; empty where none was. */
  groups: z.array(
    z.object({ group: z.string().nullable(), is_other: z.boolean(), ...tokenUseSchema.shape }),
  ),
  /** Values in the rest. */
  left_out: count,
  /** Bucket by bucket where a grain was asked for; one without attempts has no row. */
  course: z.array(z.object({ start: z.iso.datetime(), ...tokenUseSchema.shape })),
  /** In the order in which levers act. */
  levers: z.array(leverSavingSchema),
  /** What levers did to requests, by their own words. */
  changes: z.array(changeCountSchema),
});
export type TokensReport = z.infer<typeof tokensReport>;
