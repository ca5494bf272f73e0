import { z } from "zod";
import { attributionFields } from "../attribution.ts";

/** The time range that every question to the ledger has: `from` inclusive, `to` exclusive. */
export const timeRangeQuery = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
});

/**
 * Which charge of an attempt counts: the one that holds now, re-ratings included (unless said), or the one
 * that was recorded with the call.
 */
export const chargeBases = ["current", "original"] as const;
export type ChargeBasis = (typeof chargeBases)[number];
export const chargesQuery = z.object({ charges: z.enum(chargeBases).optional() });

/** What calls can be filtered and grouped by. */
export const dimensions = [
  ...attributionFields,
  "provider",
  "model",
  "operation",
  "outcome",
  "confidence",
  "service_tier",
  "key_id",
  "source",
  "category",
] as const;
export type Dimension = (typeof dimensions)[number];

/** Filters: one value a dimension; an empty text stands for calls without a value. */
export const filterQuery = z
  .object(
    Object.fromEntries(dimensions.map((dimension) => [dimension, z.string()])) as Record<
      Dimension,
      z.ZodString
    >,
  )
  .partial()
  .extend({
    /** `key=value` of one tag. */
    tag: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}=.*$/)
      .optional(),
  });
export type Filter = z.infer<typeof filterQuery>;
