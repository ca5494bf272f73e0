import { z } from "zod";
import { priceTiers } from "../price-record.ts";
import { tokenBuckets, usageComponents } from "../usage.ts";

const day = z.iso.date();
const dollars = z
  .string('expected dollars in quotes, e.g. "2.50"')
  .regex(/^\d+(\.\d{1,6})?$/, "expected dollars with at most six decimals");
const percent = z
  .string('expected a percentage in quotes, e.g. "12.5"')
  .regex(
    /^(100(\.0{1,6})?|\d{1,2}(\.\d{1,6})?)$/,
    "expected a percentage from 0 to 100 with at most six decimals",
  );
const pattern = z.string().min(1).meta({ description: "A name; * stands for any letters." });

/** What part of the spend an overlay is for; all of it where nothing is said. */
const appliesToSchema = z
  .strictObject({
    provider: pattern.optional().meta({
      description: "A provider of the price book or of this file; * stands for any letters.",
    }),
    model: pattern.optional().meta({
      description: "A model as the price book names it; * stands for any letters.",
    }),
    tier: z
      .enum(priceTiers)
      .optional()
      .meta({ description: "A tier of service; all unless said." }),
    components: z
      .array(z.enum(usageComponents))
      .min(1)
      .optional()
      .meta({ description: "Only these parts of a charge, e.g. [output]; all unless said." }),
  })
  .prefault({});

/** What every overlay has. Dates are the first day on which it holds, and the first on which it no longer does. */
const overlay = {
  name: z.string().min(1).max(100).meta({ description: "Shown on each charge that it acts on." }),
  applies_to: appliesToSchema,
  valid_from: day.meta({ description: "The first day on which it holds." }),
  valid_to: day
    .optional()
    .meta({ description: "The first day on which it no longer holds; open unless said." }),
};

export const overlaySchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      ...overlay,
      kind: z.literal("discount").meta({ description: "A negotiated percentage off list prices." }),
      percent,
    }),
    z.strictObject({
      ...overlay,
      kind: z
        .literal("rate")
        .meta({ description: "Negotiated unit prices, or a private offer's, in place of list." }),
      per_million_tokens: z.partialRecord(z.enum(tokenBuckets), dollars).optional().meta({
        description:
          "Dollars for a million tokens, in quotes, by what they are: input, cache_read, output and so on.",
      }),
      per_thousand: z.partialRecord(z.enum(usageComponents), dollars).optional().meta({
        description:
          "Dollars for a thousand of what is billed by the piece, in quotes: web_searches, requests, pages, images and so on.",
      }),
      above_input_tokens: z.int().positive().optional().meta({
        description:
          "For the list price above this many prompt tokens; the base price unless said.",
      }),
    }),
    z.strictObject({
      ...overlay,
      kind: z.literal("commitment").meta({
        description: "Usage that a commitment covers, and how much cheaper it is for it.",
      }),
      percent: percent.default("0"),
      prepaid: z.boolean().meta({
        description:
          "true: it was paid in advance and is billed as 0; false: it is billed as it is used.",
      }),
    }),
    z.strictObject({
      ...overlay,
      kind: z.literal("credit").meta({
        description: "An amount that pays bills until it is used up or ends; applied to periods.",
      }),
      amount: dollars.meta({ description: "Dollars, in quotes." }),
    }),
  ])
  .refine((one) => one.valid_to === undefined || one.valid_to > one.valid_from, {
    message: "valid_to is not after valid_from",
    path: ["valid_to"],
  })
  .refine(
    (one) =>
      one.kind !== "rate" || one.per_million_tokens !== undefined || one.per_thousand !== undefined,
    "a rate names at least one price",
  )
  .refine((one) => one.kind !== "credit" || one.applies_to.components === undefined, {
    message: "a credit pays for whole charges, not for components of them",
    path: ["applies_to", "components"],
  });
export type Overlay = z.infer<typeof overlaySchema>;

export const overlaysSchema = z
  .array(overlaySchema)
  .superRefine((overlays, context) => {
    const names = new Set<string>();
    for (const [index, { name }] of overlays.entries()) {
      if (names.has(name)) {
        context.addIssue({
          code: "custom",
          message: `two overlays are called "${name}"`,
          path: [index, "name"],
        });
      }
      names.add(name);
    }
  })
  .default([]);
