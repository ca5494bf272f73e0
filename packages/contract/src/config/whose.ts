import { z } from "zod";
import { type AttributionField, attributionFields } from "../attribution.ts";

const pattern = z.string().min(1).meta({ description: "A name; * stands for any letters." });

/** Lines that say whose traffic is meant, by its labels and the name of its key. */
export const whosePatterns = {
  ...(Object.fromEntries(attributionFields.map((field) => [field, pattern.optional()])) as Record<
    AttributionField,
    z.ZodOptional<typeof pattern>
  >),
  key: pattern.optional().meta({ description: "The name of a key; * stands for any letters." }),
};
