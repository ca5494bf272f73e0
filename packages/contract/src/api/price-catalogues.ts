import { z } from "zod";
import { priceRecordSchema, priceScopes, priceTiers } from "../price-record.ts";
import { usageComponents } from "../usage.ts";

const count = z.int().nonnegative();

/** What a price is for. */
const subject = {
  provider: z.string(),
  model: z.string(),
  component: z.enum(usageComponents),
  tier: z.enum(priceTiers),
  scope: z.enum(priceScopes),
  place: z.string().optional(),
  threshold: priceRecordSchema.shape.threshold,
};

/** A price as a catalogue states it. */
const cataloguePriceSchema = z.object({
  catalogue: z.string(),
  /** Place in the catalogue: file, key, field. */
  at: z.string(),
  /** Dollars for `per` units, as a decimal string. */
  price: z.string(),
  per: z.int().positive(),
  source: priceRecordSchema.shape.source,
});

/** A price that the book and the catalogues do not all state alike. Nobody is outvoted. */
export const priceDisagreementSchema = z.object({
  /** `missing`: the book has no price and the catalogues agree. */
  kind: z.enum(["differs", "missing"]),
  ...subject,
  /** The book's record; null when it has none. */
  book: priceRecordSchema.nullable(),
  catalogues: z.array(cataloguePriceSchema),
});
export type PriceDisagreement = z.infer<typeof priceDisagreementSchema>;

const catalogueSchema = z.object({ catalogue: z.string(), url: z.string(), day: z.iso.date() });

/** A price that was not taken, where it stands and why. */
const refusalSchema = z.object({
  catalogue: z.string(),
  at: z.string(),
  code: z.string(),
  reason: z.string(),
});

export const disagreementsQuery = z.object({
  provider: z.string().optional(),
  model: z.string().optional(),
});

/** Where the price book and the catalogues that were imported disagree. */
export const disagreementsResponse = z.object({
  catalogues: z.array(catalogueSchema),
  /** Prices that book and catalogues state alike. */
  agreed: count,
  disagreements: z.array(priceDisagreementSchema),
});
export type Disagreements = z.infer<typeof disagreementsResponse>;

/** What `headgate prices diff --json` prints. */
export const priceDiffResult = disagreementsResponse.extend({ refused: z.array(refusalSchema) });
export type PriceDiffResult = z.infer<typeof priceDiffResult>;

/** What `headgate prices import --json` prints. */
export const priceImportResult = z.object({
  ...catalogueSchema.shape,
  applied: z.boolean(),
  /** The folder with the new price files; null while nothing is written. */
  folder: z.string().nullable(),
  /** Prices that the catalogue has and that passed the checks. */
  candidates: count,
  /** Of these, what the book states alike. */
  agreed: count,
  /** Prices that do not hold on the snapshot's day: they are left. */
  other_days: count,
  /** Price records that are, or would be, appended, by provider. */
  landing: z.array(z.object({ provider: z.string(), models: count, prices: count })),
  /** Where the book says something else: left as they are unless they are asked to be replaced. */
  differing: z.array(priceDisagreementSchema),
  replaced: z.boolean(),
  refused: z.array(refusalSchema),
});
export type PriceImportResult = z.infer<typeof priceImportResult>;

/** What `headgate prices check --json` prints. */
export const priceCheckResult = z.object({
  at: z.iso.date(),
  records: count,
  /** Price files of the data directory that are part of the book. */
  files: z.array(z.string()),
  findings: z.array(z.object({ record: z.string(), code: z.string(), reason: z.string() })),
});
export type PriceCheckResult = z.infer<typeof priceCheckResult>;
