import { z } from "zod";
import { usageComponents } from "./usage.ts";

/** Who may be served at a price: everywhere, within a geography, or in one region only. */
export const priceScopes = ["global", "geo", "in_region"] as const;
/** Service tiers that have prices of their own. */
export const priceTiers = ["standard", "batch", "flex", "priority", "fast", "reserved"] as const;
export type PriceTier = (typeof priceTiers)[number];
export type PriceScope = (typeof priceScopes)[number];

const day = z.iso.date();

/** One dated rate: who charges, for what, from when until when, as known since when, from which source. */
export const priceRecordSchema = z.strictObject({
  id: z.string(),
  provider: z.string(),
  model: z.string(),
  component: z.enum(usageComponents),
  tier: z.enum(priceTiers),
  scope: z.enum(priceScopes),
  /**
   * Where the scope is: a geography (`us`, `eu`, `apac`, `jp`, …) or a region in the provider's own
   * name (`us-east-1`, `swedencentral`). Absent: the price holds anywhere in that scope.
   */
  place: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .optional(),
  /** Dollars for `per` units, as a decimal string. */
  price: z.string().regex(/^\d+(\.\d+)?$/),
  per: z.int().positive(),
  /** Above this many prompt tokens the price holds; `whole_call` re-prices all of it, `marginal` only the part above. */
  threshold: z
    .strictObject({
      above_input_tokens: z.int().positive(),
      applies_to: z.enum(["whole_call", "marginal"]),
    })
    .optional(),
  /** First day on which the price holds. */
  valid_from: day,
  /** First day on which it no longer holds; absent while it is open. */
  valid_to: day.optional(),
  /** The day since which we know it. */
  recorded_at: day,
  source: z.strictObject({ url: z.url(), read_at: day }),
  confidence: z.enum(["exact", "derived", "estimated"]),
});
export type PriceRecord = z.infer<typeof priceRecordSchema>;
