import { z } from "zod";
import { confidences } from "../charge.ts";
import { dollarsText } from "../dollars.ts";
import { priceRecordSchema, priceScopes, priceTiers } from "../price-record.ts";
import { usageSchema } from "../usage.ts";

export const pricesQuery = z.object({
  provider: z.string().optional(),
  model: z.string().optional(),
  /** Words that the provider, the model's name or an alias has, all of them, in any order and letter case. */
  q: z.string().max(200).optional(),
  /** Only models with a price of this tier, or of this scope. */
  tier: z.enum(priceTiers).optional(),
  scope: z.enum(priceScopes).optional(),
  /** Prices as they hold on this day; today unless said. */
  at: z.iso.date().optional(),
  /** How many models, and how many to pass over first; they are in the order of provider and name. */
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type PricesQuery = z.output<typeof pricesQuery>;
export const pricesResponse = z.object({
  at: z.iso.date(),
  models: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      aliases: z.array(z.string()),
      records: z.array(priceRecordSchema),
    }),
  ),
});
export type PricesResponse = z.infer<typeof pricesResponse>;

/** One page of the price book. */
export const pricesPage = pricesResponse.extend({
  /** Models that fit the question, on all pages. */
  total: z.int().nonnegative(),
  /** Every provider that has a price on the day, whatever was asked for. */
  providers: z.array(z.string()),
});
export type PricesPage = z.infer<typeof pricesPage>;

/** Days from `from` up to, not with, `to`; open while there is no `to`. */
const period = z.object({ from: z.iso.date(), to: z.iso.date().optional() });

export const priceHistoryQuery = z.object({
  provider: z.string().optional(),
  /** A model by any of its names; `provider/model` names the provider too. */
  model: z.string().min(1),
});
/** Every record of a model, superseded and past ones too, oldest first. */
export const priceHistoryResponse = z.object({
  today: z.iso.date(),
  models: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      aliases: z.array(z.string()),
      records: z.array(
        priceRecordSchema.extend({
          /** The days on which it holds, as we know today; none when a later recording took all of them. */
          holds: z.array(period),
        }),
      ),
    }),
  ),
});
export type PriceHistory = z.infer<typeof priceHistoryResponse>;

/** What calls like these would cost on several models. */
export const estimateRequest = z.strictObject({
  /** Models by any of their names, or as `provider/model`. */
  models: z.array(z.string().min(1).max(200)).min(1).max(50),
  /** The tokens and units of one call. */
  usage: usageSchema,
  /** How many such calls. */
  calls: z.int().positive().max(1_000_000_000_000).default(1),
  tier: z.enum(priceTiers).default("standard"),
  /** Where the calls may be served; unless said, what `region` and the names tell. */
  scope: z.enum(priceScopes).optional(),
  /** The region (or, with the scope `geo`, the geography) of the calls, in the provider's own name. */
  region: z.string().min(1).max(64).optional(),
  /** Prices as they hold on this day; today unless said. */
  at: z.iso.date().optional(),
});
export type EstimateRequest = z.output<typeof estimateRequest>;

/** One model's cost of the calls that were asked about. */
export const estimateRowSchema = z.object({
  /** The name that was asked for. */
  asked: z.string(),
  /** The model that the price book has under it; null when it has none. */
  provider: z.string().nullable(),
  model: z.string().nullable(),
  calls: z.int().nonnegative(),
  /** Calls of which no cost is known: the costs leave them out, and are null when that is all of them. */
  unpriced_calls: z.int().nonnegative(),
  list_cost: dollarsText.nullable(),
  /** What the overlays make of it; the same where none acts. */
  effective_cost: dollarsText.nullable(),
  /** The names of the overlays that act. */
  overlays: z.array(z.string()),
  confidence: z.enum(confidences),
  /** Why the cost is less than exact, or not known. */
  reason: z.string().nullable(),
});
export type EstimateRow = z.infer<typeof estimateRowSchema>;
export const estimateResponse = z.object({
  at: z.iso.date(),
  tier: z.enum(priceTiers),
  scope: z.enum(priceScopes).nullable(),
  region: z.string().nullable(),
  /** Whose overlays the effective costs have; null where no configuration was read. */
  terms: z.string().nullable(),
  calls: z.int().nonnegative(),
  /** What all calls use together. */
  usage: usageSchema,
  /** How the usage was come by, where it was not given. */
  usage_note: z.string().nullable(),
  rows: z.array(estimateRowSchema),
});
export type EstimateResponse = z.infer<typeof estimateResponse>;
