import { priceScopes, priceTiers, tokenBuckets, usageComponents } from "@headgate/contract";
import { z } from "zod";

const day = z.iso.date();
const dollars = z
  .string()
  .regex(/^\d+(\.\d{1,6})?$/, "expected dollars as a decimal string with at most six places");
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/, "expected a model name");

const tokenPrices = z.partialRecord(z.enum(tokenBuckets), dollars);
const unitPrices = z.partialRecord(z.enum(usageComponents), dollars);
const tier = z.enum(priceTiers);

/** Prices above a prompt length. */
const aboveSchema = z.strictObject({
  input_tokens: z.int().positive(),
  applies_to: z.enum(["whole_call", "marginal"]),
  per_million_tokens: tokenPrices,
});

/** One dated entry of a price file: a model's prices in a service tier during a period. */
export const priceEntrySchema = z
  .strictObject({
    model: name,
    tier: z.union([tier, z.array(tier).min(1)]),
    scope: z.enum(priceScopes).default("global"),
    valid_from: day,
    valid_to: day.optional(),
    recorded_at: day,
    source: z.string(),
    confidence: z.enum(["exact", "derived", "estimated"]),
    per_million_tokens: tokenPrices.optional(),
    per_thousand: unitPrices.optional(),
    above: z.array(aboveSchema).optional(),
    /** Longer prompts have no known price in this tier; without it, the prices hold for any length. */
    priced_up_to_input_tokens: z.int().positive().optional(),
    /** For the reader of the file. */
    note: z.string().optional(),
  })
  .refine(
    (entry) => entry.per_million_tokens ?? entry.per_thousand ?? entry.above,
    "an entry names at least one price",
  )
  .refine((entry) => entry.valid_to === undefined || entry.valid_to > entry.valid_from, {
    message: "valid_to is not after valid_from",
    path: ["valid_to"],
  });
export type PriceEntry = z.output<typeof priceEntrySchema>;

/** A price file: what one provider charges, with the sources read. New entries go to the end. */
export const priceFileSchema = z.strictObject({
  provider: name,
  sources: z.record(z.string(), z.strictObject({ url: z.url(), read_at: day })),
  models: z.array(z.strictObject({ model: name, aliases: z.array(name) })),
  prices: z.array(z.unknown()),
});
export type PriceFile = z.output<typeof priceFileSchema>;
