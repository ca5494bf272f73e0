import { z } from "zod";
import { confidences } from "../charge.ts";
import { dollarsText } from "../dollars.ts";
import { modelFactsSchema } from "../model-facts.ts";
import { modelTiers } from "../model-tiers.ts";

export const modelsQuery = z.object({
  provider: z.string().max(200).optional(),
  /** A model by any of its names; `provider/model` names the provider too. */
  model: z.string().min(1).max(300).optional(),
  /** Words that the provider or the model's name has, all of them, in any order and letter case. */
  q: z.string().max(200).optional(),
  tier: z.enum(modelTiers).optional(),
  /** Only models of which it is stated that they can do this, e.g. `tools` or `input.image`. */
  can: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type ModelsQuery = z.output<typeof modelsQuery>;

/** Who says a fact, and when it was read there. */
const factSource = z.object({
  /** `operator`: headgate.yaml; `provider`: its own page; `catalogue`: a third party's list. */
  by: z.enum(["operator", "provider", "catalogue"]),
  name: z.string(),
  url: z.string().optional(),
  /** Absent for what the configuration says, which holds now. */
  read_at: z.iso.date().optional(),
});
export type FactSource = Readonly<z.infer<typeof factSource>>;

const value = z.union([z.string(), z.number(), z.boolean()]);

export const catalogueModel = z.object({
  provider: z.string(),
  model: z.string(),
  /** Null where neither a price nor the operator says which. */
  tier: z.enum(modelTiers).nullable(),
  /** Why it is of this tier, or why of none. */
  tier_reason: z.string(),
  facts: modelFactsSchema,
  /** Whose word each fact is, by its path. */
  sources: z.record(z.string(), factSource),
  /** What other sources say otherwise; nobody is outvoted, the surer source's word holds. */
  disagreements: z.array(z.object({ fact: z.string(), value, source: factSource })),
  /** List price of a million tokens at the standard tier, short prompts; null where it is not known. */
  price_per_million: z.object({
    input: dollarsText.nullable(),
    cache_read: dollarsText.nullable(),
    output: dollarsText.nullable(),
    /** Three parts of input to one of output. */
    blended: dollarsText.nullable(),
    confidence: z.enum(confidences),
  }),
});
export type CatalogueModel = z.infer<typeof catalogueModel>;

/** One page of the model catalogue, in the order of provider and name. */
export const modelsResponse = z.object({
  at: z.iso.date(),
  models: z.array(catalogueModel),
  total: z.int().nonnegative(),
  /** Every provider that the catalogue has, whatever was asked for. */
  providers: z.array(z.string()),
  /** Models of the asked provider, or of all, that have a price and no known fact; not listed unless asked for by name. */
  without_facts: z.int().nonnegative(),
  /** What of the configuration's statements concerns no model: nothing is left out in silence. */
  faults: z.array(z.string()),
});
export type ModelsResponse = z.infer<typeof modelsResponse>;
