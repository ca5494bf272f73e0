import { z } from "zod";
import { type AttributionField, attributionFields } from "../attribution.ts";
import { outcomeSources, sourceNames } from "../imports/sources.ts";

const pattern = z
  .string()
  .min(1)
  .meta({ description: "* stands for any signs; upper and lower case are told apart." });

/** What a row must be for a rule to hold: all that is said. A rule without any condition holds for every row. */
const whenSchema = z
  .strictObject({
    // An outcome says itself what it is for.
    source: z.enum(sourceNames).exclude(outcomeSources).optional(),
    provider: pattern.optional(),
    account: pattern.optional().meta({
      description:
        "The account, subscription or provider's project that is billed: its id or name.",
    }),
    principal: pattern.optional().meta({
      description:
        "The identity that made the call, as the log or bill names it, e.g. *role/search-*.",
    }),
    model: pattern.optional(),
    key: pattern
      .optional()
      .meta({ description: "The provider's or Headgate's id of the API key." }),
    tags: z.record(z.string().min(1).max(256), pattern).optional().meta({
      description: "Tags of the row by name, as the source has them, e.g. user:team.",
    }),
    service: pattern.optional().meta({ description: "A bill's service, e.g. Amazon Bedrock." }),
    resource: pattern.optional().meta({ description: "A bill's resource: its id or name." }),
  })
  .prefault({});
export type AttributionCondition = z.output<typeof whenSchema>;

/** What `${row.…}` in a label can stand for: without the dot it would be the environment's. */
export const attributionVariables = [
  "source",
  "provider",
  "account",
  "principal",
  "model",
  "key",
  "service",
  "resource",
] as const;
export type AttributionVariable = (typeof attributionVariables)[number];

const known = attributionVariables.join("|");
const text = `(?:[^$]|\\$(?!\\{)|\\$\\{(?:row\\.(?:${known})|tag\\.[^}]+)\\})+`;
const label = z
  .string()
  .min(1)
  .max(256)
  .regex(
    new RegExp(`^${text}$`),
    `expected text in which \${…} is tag.NAME or row.NAME, of ${attributionVariables.join(", ")}`,
  )
  .meta({
    description:
      "Text; ${tag.NAME}, ${row.principal} and the like stand for what the row has. What the row lacks sets nothing.",
  });

const setSchema = z
  .strictObject(
    Object.fromEntries(attributionFields.map((field) => [field, label])) as Record<
      AttributionField,
      typeof label
    >,
  )
  .partial()
  .refine((set) => Object.keys(set).length > 0, "a rule sets at least one label");

const plainLabels = z
  .strictObject(
    Object.fromEntries(
      attributionFields.map((field) => [field, z.string().trim().min(1).max(256)]),
    ) as Record<AttributionField, z.ZodString>,
  )
  .partial()
  .refine((labels) => Object.keys(labels).length > 0, "a share goes to at least one label");

const percent = z
  .string('expected a percentage in quotes, e.g. "12.5"')
  .regex(/^\d{1,3}(\.\d{1,6})?$/, "expected a percentage with at most six decimals");

const splitSchema = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("fixed").meta({ description: "Shares that are agreed; together 100 percent." }),
    shares: z.array(z.strictObject({ set: plainLabels, percent })).min(1),
  }),
  z.strictObject({
    by: z.literal("usage").meta({
      description: "In proportion to what each one's own calls cost in the same time.",
    }),
    over: z.enum(attributionFields),
  }),
]);
export type CostSplit = z.output<typeof splitSchema>;

export const attributionRulesSchema = z
  .strictObject({
    rules: z
      .array(z.strictObject({ when: whenSchema, set: setSchema }))
      .default([])
      .meta({
        description:
          "In order: each label is the first rule's that holds and knows it. What the row says itself stays; what no rule knows stays unallocated.",
      }),
    shared: z
      .array(
        z.strictObject({ name: z.string().min(1).max(100), when: whenSchema, split: splitSchema }),
      )
      .default([])
      .meta({
        description: "Costs that several share, and by what; of several the first that holds.",
      }),
  })
  .superRefine(({ shared }, context) => {
    for (const [index, { split }] of shared.entries()) {
      if (split.by !== "fixed") continue;
      const total = split.shares.reduce((sum, { percent: share }) => sum + millionths(share), 0n);
      if (total === millionths("100")) continue;
      context.addIssue({
        code: "custom",
        message: "the shares do not add up to 100 percent",
        path: ["shared", index, "split", "shares"],
      });
    }
  })
  .prefault({});
export type AttributionRules = z.output<typeof attributionRulesSchema>;

/** A percentage with at most six decimals, in millionths of a percent. */
export function millionths(percentText: string): bigint {
  const [whole = "", fraction = ""] = percentText.split(".");
  return BigInt(whole + fraction.padEnd(6, "0"));
}
