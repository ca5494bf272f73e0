import { z } from "zod";
import { attributionFields } from "../attribution.ts";
import { currencyName, decimalText } from "../imports/amount.ts";
import { timeRangeQuery } from "./question.ts";
import { timeGrains } from "./reports.ts";

const count = z.int().nonnegative();

/** What bill lines can be filtered and grouped by: FOCUS's names, and what Headgate read out of the lines. */
export const billDimensions = [
  ...attributionFields,
  "provider_name",
  "service_name",
  "service_category",
  "category",
  "provider",
  "model",
  "component",
  "service_tier",
  "billing_account",
  "sub_account",
  "region",
  "charge_category",
  "charge_class",
  "invoice",
  "source",
  "meter",
  "resource",
  "commitment",
  "commitment_status",
  "pricing_category",
] as const;
export type BillDimension = (typeof billDimensions)[number];

/** A dimension, or `tag:KEY` for the values of one of the bill's own tags. */
const billGrouping = z.union([
  z.enum(billDimensions),
  z.string().regex(/^tag:.{1,256}$/, "expected a dimension or tag:KEY"),
]);

/** Bill lines whose charge period begins in the range; an empty text stands for lines without a value. */
const billQuery = timeRangeQuery
  .extend(
    z
      .object(
        Object.fromEntries(billDimensions.map((dimension) => [dimension, z.string()])) as Record<
          BillDimension,
          z.ZodString
        >,
      )
      .partial().shape,
  )
  .extend({
    billing_currency: currencyName.optional(),
    /** Simulated lines alone: without it they are in no sum. */
    simulated: z.stringbool().optional(),
    /** Only lines that are about AI: of every category but `not_ai`. */
    ai: z.stringbool().optional(),
    /** `key=value` of one tag. */
    tag: z
      .string()
      .regex(/^[^=]{1,256}=.*$/)
      .optional(),
  });

/** The cost by which groups are ranked and named: the effective one unless said. */
const rank = z.enum(["effective_cost", "billed_cost"]).optional();

/** Sums over bill lines of one currency. The four costs are never added to each other. */
const billCosts = z.object({
  billing_currency: currencyName,
  lines: count,
  billed_cost: decimalText,
  effective_cost: decimalText,
  /** Over the lines that have one. */
  list_cost: decimalText,
  lines_without_list_cost: count,
  contracted_cost: decimalText,
  lines_without_contracted_cost: count,
});

/** Lines in range that do not count, because a more trusted source's bill covers their account and period. */
const seenElsewhere = z.object({ lines_seen_elsewhere: count });

export const billByQuery = billQuery.extend({
  by: billGrouping,
  rank,
  /** Groups of each currency. */
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const billByReport = seenElsewhere.extend({
  /** By currency, and in each the largest cost first, the effective one unless `rank` says another. */
  rows: z.array(z.object({ group: z.string().nullable(), ...billCosts.shape })),
  /** Groups beyond the limit. */
  left_out: count,
});

export const billOverTimeQuery = billQuery.extend({
  grain: z.enum(timeGrains),
  by: billGrouping.optional(),
  rank,
  /** Groups of each currency that are named; the rest is `other`. */
  limit: z.coerce.number().int().min(1).max(20).default(8),
});
export const billOverTimeReport = seenElsewhere.extend({
  rows: z.array(
    z.object({
      start: z.iso.datetime(),
      group: z.string().nullable(),
      is_other: z.boolean(),
      ...billCosts.shape,
    }),
  ),
});
