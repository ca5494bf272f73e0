import { z } from "zod";
import { dimensions } from "./question.ts";
import { timeGrains, totalsQuery, totalsSchema } from "./reports.ts";

/** By what the groups of an exploration are ranked: sums that grow with every call. */
export const exploreRanks = [
  "effective_cost",
  "billed_cost",
  "list_cost",
  "calls",
  "input_tokens",
  "output_tokens",
  "failed_attempts",
  "unpriced_attempts",
] as const;
export type ExploreRank = (typeof exploreRanks)[number];

/** No answer has more rows than this, and no chart could show them. */
export const MOST_EXPLORED_ROWS = 50_000;

/** Every measure of calls by one dimension or two, in buckets of time where a grain is named. */
export const exploreQuery = totalsQuery.extend({
  by: z.enum(dimensions),
  /** A second dimension, within each group of the first. */
  split: z.enum(dimensions).optional(),
  grain: z.enum(timeGrains).optional(),
  rank: z.enum(exploreRanks).default("effective_cost"),
  /** Groups that are named over the whole range, highest rank first; the rest is one `other`. */
  limit: z.coerce.number().int().min(1).max(1000).default(20),
  /** Values of the second dimension that are named, over all groups. */
  split_limit: z.coerce.number().int().min(1).max(20).default(8),
});

const count = z.int().nonnegative();

export const exploreReport = z.object({
  /** In order of time, then of the groups' rank, then of the second dimension's; `other` last. */
  rows: z.array(
    z.object({
      /** Start of the bucket; null without a grain. */
      start: z.iso.datetime().nullable(),
      /** Value of the dimension; null for calls without one. */
      group: z.string().nullable(),
      is_other: z.boolean(),
      /** Value of the second dimension; null for calls without one, and where none is asked for. */
      split: z.string().nullable(),
      split_is_other: z.boolean(),
      ...totalsSchema.shape,
    }),
  ),
  /** Groups that `other` stands for. */
  left_out: count,
});
export type ExploreRow = z.infer<typeof exploreReport>["rows"][number];
