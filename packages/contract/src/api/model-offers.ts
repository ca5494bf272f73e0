import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { modelTiers } from "../model-tiers.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

export const modelOffersQuery = timeRangeQuery;

/** Calls of one task that a model could take, as a month of 730 hours of what was seen. */
const couldTakeSchema = z.object({
  /** The kind of task; null where it is not plain. */
  task: z.string().nullable(),
  /** The tier of model that is assumed to do it; null where that is not plain. */
  tier: z.enum(modelTiers).nullable(),
  /** Where the calls went, as provider/model, and whose they were; null where they say no feature. */
  model: z.string(),
  feature: z.string().nullable(),
  /** Calls of the range that were looked at. */
  calls: count,
  saves_per_month: dollarsText,
  /** What the trial's calls of this task would cost there; judging is not in it. */
  trial_cost: dollarsText,
  /** Whether its tier is the one assumed for the task or a dearer one; null: nobody knows. An assumption: no label stands behind it. */
  assumed_able: z.boolean().nullable(),
});
export type CouldTakeTask = z.infer<typeof couldTakeSchema>;

export const modelOfferSchema = z.object({
  /** As provider/model; the provider as it is configured, else as the price book names it. */
  model: z.string(),
  tier: z.enum(modelTiers).nullable(),
  /** False: a provider must be added to headgate.yaml before it can be tried. */
  provider_configured: z.boolean(),
  /** Null where it is not known. */
  released_on: z.iso.date().nullable(),
  price_per_million: z.object({ input: dollarsText, output: dollarsText }),
  /** The most dollars first. */
  takes: z.array(couldTakeSchema),
  /** Of the tasks that it is assumed to do, by tier. */
  saves_per_month: dollarsText,
  trial_cost: dollarsText,
  /** Kinds of calls that are not offered, and how many of them for which reason: one may have several. */
  not: z.object({ kinds: count, unfit: count, price_unknown: count, not_cheaper: count }),
  /** What to write into headgate.yaml to try it: one model more in a policy's pool. */
  config: z.string(),
});
export type ModelOffer = z.infer<typeof modelOfferSchema>;

/** Models that no pool has, and what of one's own traffic they could take. */
export const modelOffersReport = z.object({
  /** The range whose calls were looked at. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** True where every call was simulated: the money is too. */
  simulated: z.boolean(),
  calls: count,
  /** Calls that stay out: their rows do not tell what they need of a model, or what they cost. */
  calls_untold: count,
  /** True where the range held more calls than are priced anew: stretches of it, spread evenly, stand for it. */
  sampled: z.boolean(),
  /** Models that no pool has and no call went to, and how many of them were priced on the calls: the cheapest of each tier, and all new ones. */
  models: count,
  models_priced: count,
  /** Those that could take something for less, the most dollars first. */
  offers: z.array(modelOfferSchema),
});
export type ModelOffersReport = z.infer<typeof modelOffersReport>;
