import { z } from "zod";
import { modelFactsSchema } from "../model-facts.ts";
import { modelTiers } from "../model-tiers.ts";

/** What the operator knows of models better than the catalogue, by `provider/model`. */
export const catalogueSchema = z
  .record(
    z.string().regex(/^[^\s/]+\/\S.*$/, "expected provider/model"),
    z.strictObject({
      ...modelFactsSchema.shape,
      tier: z.enum(modelTiers).optional().meta({
        description: "The model's tier, in place of the one that follows from its price.",
      }),
    }),
  )
  .default({});
export type CatalogueStatements = z.infer<typeof catalogueSchema>;
