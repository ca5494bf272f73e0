import { z } from "zod";
import { configName } from "../config/config-name.ts";
import { paymentOptions } from "./payment-option.ts";

/** Dollars as a person writes them, in quotes: "2.50". */
const enteredDollars = z
  .string('expected dollars in quotes, e.g. "2.50"')
  .regex(/^\d{1,12}(\.\d{1,12})?$/, "expected dollars with at most twelve decimals");
const share = z.number().min(0).max(1);
const units = z.int().positive().max(1_000_000);
const tokens = z.number().positive().max(1e12);
const weight = z.number().nonnegative().max(1_000);

/** A price that was entered. One that has a source has a day as well, or nothing is planned with it. */
export const offerPriceSchema = z.strictObject({
  dollars: enteredDollars,
  per: z.enum(["hour", "month"]),
  /** Where it stands: a page, a quote's number. Absent: entered by the user. */
  source: z.string().min(1).max(300).optional(),
  /** The day on which it was read there. */
  read_on: z.iso.date().optional(),
});
export type OfferPrice = z.infer<typeof offerPriceSchema>;

const common = {
  name: configName,
  term_months: z.int().min(0).max(60).meta({
    description: "For how long it is bought, in months; 0 where it can be ended at any hour.",
  }),
  minimum_units: units.optional().meta({ description: "The fewest units that can be bought." }),
  increment: units.optional().meta({ description: "Units are bought by so many." }),
  maximum_units: units.optional().meta({ description: "The most units that can be bought." }),
};

/** What happens to calls that a provisioned deployment has no room for. */
const overflow = {
  overflow: z.enum(["on_demand", "refused"]).default("on_demand").meta({
    description:
      "on_demand: they go to on-demand capacity, by the provider or by Headgate's fallbacks. refused: they are lost.",
  }),
  refused_call_dollars: enteredDollars
    .optional()
    .meta({ description: "What a lost call costs its owner." }),
  most_refused_share: share
    .optional()
    .meta({ description: "The largest share of calls that may be lost." }),
};

/** The machine whose listed prices an offer takes where none are entered. */
const listedMachine = z.strictObject({
  instance: z
    .string()
    .min(1)
    .max(64)
    .meta({ description: "g5.xlarge; a SageMaker endpoint's begins with ml." }),
  region: z.string().min(1).max(64).default("us-east-1"),
  payment: z.enum(paymentOptions).default("no_upfront"),
});

/** Something that can be promised in advance, as a provider or a contract offers it. */
export const commitmentOfferSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("bedrock_provisioned_throughput"),
    ...common,
    ...overflow,
    model: z.string().min(1).max(200).meta({ description: "The model whose calls it is for." }),
    region: z.string().min(1).max(64).default("us-east-1"),
    price: offerPriceSchema.optional().meta({
      description: "An hour of one model unit; taken from what is known where it is left out.",
    }),
    tokens_per_minute: tokens.optional().meta({
      description: "What one model unit works through; AWS tells it to its customers only.",
    }),
    output_tokens_count_as: weight
      .default(1)
      .meta({ description: "How many tokens of input a token of output counts as." }),
    cache_reads_count_as: weight.default(1).meta({
      description:
        "How many tokens of input a token that is read from the provider's cache counts as.",
    }),
  }),
  z.strictObject({
    kind: z.literal("azure_ptu"),
    ...common,
    ...overflow,
    model: z.string().min(1).max(200).meta({ description: "The model whose calls it is for." }),
    deployment: z
      .enum(["global", "data_zone", "regional"])
      .default("global")
      .meta({ description: "Where the deployment serves." }),
    price: offerPriceSchema.optional(),
    tokens_per_minute: tokens.optional(),
    output_tokens_count_as: weight
      .optional()
      .meta({ description: "How many tokens of input a token of output counts as." }),
    cache_reads_count_as: weight.default(0).meta({
      description:
        "How many tokens of input a token that is read from the provider's cache counts as.",
    }),
  }),
  z.strictObject({
    kind: z.literal("bedrock_reserved_tier"),
    ...common,
    model: z.string().min(1).max(200).meta({ description: "The model whose calls it is for." }),
    input_price: offerPriceSchema.optional().meta({
      description:
        "A thousand tokens a minute, of input and of output; AWS tells them to its customers only.",
    }),
    output_price: offerPriceSchema.optional().meta({ description: "The same for output." }),
  }),
  z.strictObject({
    kind: z.literal("dollars_per_minute").meta({
      description:
        "So many dollars of usage a minute at list prices, as OpenAI's Reserved Tier and Fireworks' throughput are.",
    }),
    ...common,
    price: offerPriceSchema
      .optional()
      .meta({ description: "What a reserved dollar a minute costs." }),
  }),
  z.strictObject({
    kind: z.literal("savings_plan"),
    ...common,
    service: z
      .enum(["compute", "ec2_instance", "sagemaker", "other"])
      .meta({ description: "ec2_instance: for one family of machines in one region." }),
    machine: listedMachine.optional(),
    discount: share
      .optional()
      .meta({ description: "What covered usage is cheaper by than on demand, of 1." }),
    unit_dollars_per_hour: enteredDollars
      .default("0.1")
      .meta({ description: "Committed dollars an hour of one unit." }),
    offering_id: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "The seller's id of the offering, for exports that buy it." }),
    source: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .meta({ description: "Where the discount stands: a page, a number of a quote." }),
    read_on: z.iso.date().optional().meta({ description: "The day on which it was read there." }),
  }),
  z.strictObject({
    kind: z.literal("reserved_instances"),
    ...common,
    instance: z.string().min(1).max(64),
    machine: listedMachine.optional(),
    price: offerPriceSchema
      .optional()
      .meta({ description: "The effective price of a reserved one, and the same on demand." }),
    on_demand_price: offerPriceSchema
      .optional()
      .meta({ description: "What the same machine costs on demand." }),
    offering_id: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "The seller's id of the offering, for exports that buy it." }),
  }),
  z.strictObject({
    kind: z.literal("credits"),
    name: configName,
    amount: enteredDollars.meta({ description: "How many dollars they pay for." }),
    paid: enteredDollars.meta({
      description: "What is paid for them; '0' for those that were given.",
    }),
    expires_on: z.iso
      .date()
      .meta({ description: "The day on which what is left of them is lost." }),
  }),
  z.strictObject({
    kind: z.literal("volume_tiers"),
    name: configName,
    period_months: z
      .int()
      .min(1)
      .max(60)
      .meta({ description: "For how many months the spend is promised." }),
    /** Spend that is promised for the period, and what all of it is cheaper by; a shortfall is paid. */
    tiers: z
      .array(z.strictObject({ committed: enteredDollars, discount: share }))
      .min(1)
      .max(20),
  }),
]);
export type CommitmentOffer = z.infer<typeof commitmentOfferSchema>;
export type CommitmentKind = CommitmentOffer["kind"];

/** A commitment that is held, to be renewed or not. */
export const heldCommitmentSchema = z.strictObject({
  /** The offer on whose terms it would be renewed. */
  offer: configName,
  units,
  /** The last day on which it holds. */
  ends_on: z.iso.date(),
  /** Of the reserved tier: which of the two it reserves. */
  part: z.enum(["input", "output"]).optional(),
});
export type HeldCommitment = z.infer<typeof heldCommitmentSchema>;
