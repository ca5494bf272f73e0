import { z } from "zod";

const dollars = z
  .string('expected dollars in quotes, e.g. "75"')
  .regex(/^\d+(\.\d{1,6})?$/, "expected dollars with at most six decimals");

/** What is to become of a call whose model has no price. */
export const unknownPriceSchema = z
  .strictObject({
    policy: z.enum(["allow", "ceiling", "refuse"]).default("allow").meta({
      description:
        "allow: make the call and show it as unpriced; ceiling: make it only where a ceiling below stands for its price; refuse: never make it.",
    }),
    ceilings: z
      .array(
        z.strictObject({
          match: z
            .string()
            .regex(/^[^/]+\/.+$/, "expected provider/model; * stands for any letters")
            .meta({
              description: "provider/model; * stands for any letters. The first that fits holds.",
            }),
          input_per_million: dollars,
          output_per_million: dollars,
        }),
      )
      .default([])
      .meta({
        description:
          "The dearest that a model without a price can plausibly be, for limits; a charge stays unknown.",
      }),
  })
  .prefault({});
export type UnknownPrice = z.infer<typeof unknownPriceSchema>;
export type PriceCeiling = UnknownPrice["ceilings"][number];
