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
  /** For how long it is bought, in months; 0 where it can be ended at any hour. */
  term_months: z.int().min(0).max(60),
  minimum_units: units.optional(),
  increment: units.optional(),
  maximum_units: units.optional(),
};

/** What happens to calls that a provisioned deployment has no room for. */
const overflow = {
  /** `on_demand`: they go to on-demand capacity, by the provider or by Headgate's fallbacks. `refused`: they are lost. */
  overflow: z.enum(["on_demand", "refused"]).default("on_demand"),
  /** What a lost call costs its owner. */
  refused_call_dollars: enteredDollars.optional(),
  /** The largest share of calls that may be lost. */
  most_refused_share: share.optional(),
};

/** The machine whose listed prices an offer takes where none are entered. */
const listedMachine = z.strictObject({
  /** `g5.xlarge`; a SageMaker endpoint's begins with `ml.`. */
  instance: z.string().min(1).max(64),
  region: z.string().min(1).max(64).default("us-east-1"),
  payment: z.enum(paymentOptions).default("no_upfront"),
});

/** Something that can be promised in advance, as a provider or a contract offers it. */
export const commitmentOfferSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("bedrock_provisioned_throughput"),
    ...common,
    ...overflow,
    model: z.string().min(1).max(200),
    region: z.string().min(1).max(64).default("us-east-1"),
    /** An hour of one model unit; taken from what is known where it is left out. */
    price: offerPriceSchema.optional(),
    /** What one model unit works through; AWS tells it to its customers only. */
    tokens_per_minute: tokens.optional(),
    /** How many tokens of input a token of output counts as. */
    output_tokens_count_as: weight.default(1),
    cache_reads_count_as: weight.default(1),
  }),
  z.strictObject({
    kind: z.literal("azure_ptu"),
    ...common,
    ...overflow,
    model: z.string().min(1).max(200),
    deployment: z.enum(["global", "data_zone", "regional"]).default("global"),
    price: offerPriceSchema.optional(),
    tokens_per_minute: tokens.optional(),
    output_tokens_count_as: weight.optional(),
    cache_reads_count_as: weight.default(0),
  }),
  z.strictObject({
    kind: z.literal("bedrock_reserved_tier"),
    ...common,
    model: z.string().min(1).max(200),
    /** A thousand tokens a minute, of input and of output; AWS tells them to its customers only. */
    input_price: offerPriceSchema.optional(),
    output_price: offerPriceSchema.optional(),
  }),
  z.strictObject({
    /** So many dollars of usage a minute at list prices, as OpenAI's Reserved Tier and Fireworks' throughput are. */
    kind: z.literal("dollars_per_minute"),
    ...common,
    /** What a reserved dollar a minute costs. */
    price: offerPriceSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal("savings_plan"),
    ...common,
    /** `ec2_instance`: for one family of machines in one region. */
    service: z.enum(["compute", "ec2_instance", "sagemaker", "other"]),
    machine: listedMachine.optional(),
    /** What covered usage is cheaper by than on demand, of 1. */
    discount: share.optional(),
    /** Committed dollars an hour of one unit. */
    unit_dollars_per_hour: enteredDollars.default("0.1"),
    offering_id: z.string().min(1).max(100).optional(),
    source: z.string().min(1).max(300).optional(),
    read_on: z.iso.date().optional(),
  }),
  z.strictObject({
    kind: z.literal("reserved_instances"),
    ...common,
    instance: z.string().min(1).max(64),
    machine: listedMachine.optional(),
    /** The effective price of a reserved one, and the same on demand. */
    price: offerPriceSchema.optional(),
    on_demand_price: offerPriceSchema.optional(),
    offering_id: z.string().min(1).max(100).optional(),
  }),
  z.strictObject({
    kind: z.literal("credits"),
    name: configName,
    amount: enteredDollars,
    /** What is paid for them; "0" for those that were given. */
    paid: enteredDollars,
    expires_on: z.iso.date(),
  }),
  z.strictObject({
    kind: z.literal("volume_tiers"),
    name: configName,
    period_months: z.int().min(1).max(60),
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
