import { z } from "zod";
import { commitmentOfferSchema, heldCommitmentSchema } from "./commitment-offers.ts";
import { demandGrains } from "./demand.ts";
import {
  estimatedDollarsSchema,
  noPlanSchema,
  planExportSchema,
  planSourceSchema,
  turningPointSchema,
} from "./plan.ts";
import { dimensions, filterQuery, timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();
const rate = z.number().min(0).max(5);
/** Numbers of a trace that a user brings: the plan says what is wrong with one, with its place. */
const column = z.array(z.number()).max(140_000);

/** Demand that the ledger has none of, such as an hour's spend on machines; one number a step, none left out. */
export const givenDemandSchema = z.strictObject({
  from: z.iso.datetime({ offset: true }),
  grain: z.enum(demandGrains),
  on_demand_dollars: column,
  calls: column.optional(),
  input_tokens: column.optional(),
  cache_read_tokens: column.optional(),
  output_tokens: column.optional(),
});
export type GivenDemand = z.infer<typeof givenDemandSchema>;

/** What a user's file of offers holds: everything but the history's range. */
export const commitmentsFileSchema = z.strictObject({
  offers: z.array(commitmentOfferSchema).min(1).max(20),
  /** Which calls of the ledger the demand is of. */
  filter: filterQuery.strict().default({}),
  demand: givenDemandSchema.optional(),
  /** On-demand prices: as listed, or as the operator's contracts come to. */
  cost: z.enum(["contracted", "list"]).default("contracted"),
  growth_per_month: z
    .strictObject({
      low: z.number().min(-0.9).max(5),
      estimate: z.number().min(-0.9).max(5),
      high: z.number().min(-0.9).max(5),
    })
    .optional(),
  switches: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        probability: z.number().min(0).max(1),
        after_months: z.number().min(0).max(60),
        demand_factor: z.number().min(0).max(100),
      }),
    )
    .max(20)
    .default([]),
  /** How fast on-demand prices fall, a year: 0.25 is a rate of 25 %, worked out continuously. */
  price_decline_per_year: rate.default(0),
  /** How likely it is, a year, that the model or machine is left for another: a rate as well. */
  leaving_per_year: rate.default(0),
  /** What all of them together may cost a month. */
  most_dollars_per_month: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,12})?$/)
    .optional(),
  /** Units that have to be bought whatever they save, by offer. */
  required_units: z.record(z.string(), count).default({}),
  held: z.array(heldCommitmentSchema).max(50).default([]),
  /** How long before its end a commitment is told to be due. */
  notice_days: z.int().min(1).max(365).default(30),
  /** Whose demand is pooled: the optimum of all together beside the sum of each by itself. */
  pool_by: z.enum(dimensions).optional(),
  samples: z.int().min(20).max(500).default(200),
  seed: z.int().min(0).max(2_147_483_647).default(1),
});
export const commitmentsRequestSchema = commitmentsFileSchema.extend(timeRangeQuery.shape).strict();
export type CommitmentsRequest = z.infer<typeof commitmentsRequestSchema>;

/** Demand on which a plan rests, told in a few figures. */
export const demandSummarySchema = z.object({
  grain: z.enum(demandGrains),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  steps: count,
  attempts: count,
  /** Attempts of unknown tokens or cost: in no sum, so the demand is a lower bound. */
  unknown_attempts: count,
  simulated_attempts: count,
  left_out: z.object({
    answered_by_cache: count,
    not_served: count,
    throttled: count,
    batch: count,
  }),
  /**
   * Of a mean month of the history as it was, an estimate; null with less than a day, which tells of no month, and where
   * no attempt's tokens and cost are known. A lower bound where some are not.
   */
  on_demand_per_month: z.string().nullable(),
  /** Steps of on-demand dollars beside their mean; null with less than a day, or without a cost. */
  p95_over_mean: z.number().nullable(),
  peak_over_mean: z.number().nullable(),
  /** Hours of the week (UTC, 0 is Monday 00:00) beside the mean hour; null with less than a week. */
  hours_of_week: z.array(z.number()).length(168).nullable(),
  whole_weeks: count,
  outlook: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("back_tested"),
      method: z.string(),
      horizon_days: count,
      /** Times that it was asked of the past, and how many of them are independent. */
      origins: count,
      independent_origins: count,
      mean_absolute_error: z.number(),
      coverage: z.number().nullable(),
      growth_per_month: z.number(),
    }),
    z.object({
      kind: z.literal("history_too_short"),
      needed_days: count,
      known_days: count,
    }),
  ]),
});
export type DemandSummary = z.infer<typeof demandSummarySchema>;

const purchaseSchema = z.object({
  units: count,
  cost_per_month: estimatedDollarsSchema.shape.estimate,
  /** Negative where it costs more than to buy nothing. */
  saving_per_month: estimatedDollarsSchema.shape.estimate,
});

const courseSchema = z.object({
  /** How long a stretch of the history is. */
  step_ms: count,
  /** Means over each stretch, and the most of any one of the commitment's own steps. */
  history: z.array(
    z.object({
      start: z.iso.datetime(),
      absorbed: z.number(),
      overflow: z.number(),
      peak: z.number(),
    }),
  ),
  /** At points of the term: the mean of sampled courses, and their middle 80 %. */
  outlook: z.array(
    z.object({ at: z.iso.datetime(), low: z.number(), estimate: z.number(), high: z.number() }),
  ),
});

const plannedUnitsSchema = z.object({
  kind: z.literal("planned"),
  /** What one unit is, for a reader. */
  unit: z.string(),
  units: count,
  term_months: count,
  committed_per_month: z.string(),
  on_demand_per_month: estimatedDollarsSchema,
  saving_per_month: estimatedDollarsSchema,
  /** How much of a unit must be used for it to pay, of 1; above 1 it cannot. */
  break_even_utilisation: z.number(),
  /** Expected, of what is bought; null where nothing is. */
  utilisation: z.number().nullable(),
  /** Of the last purchase alone; what it is worth for what it costs is `marginal_worth`. */
  marginal_utilisation: z.number().nullable(),
  marginal_worth: z.number().nullable(),
  /** What the first purchase is worth for what it costs: below 1, none pays. */
  first_worth: z.number(),
  /** Share of the demand's dollars that is paid on demand all the same. */
  overflow_share: z.number(),
  /** Expected calls lost a month, where overflow is refused. */
  refused: z.object({ share: z.number(), calls_per_month: z.number() }).nullable(),
  /** Dollars a month that knowing the future would have saved beyond the plan, when demand comes at its P10 and P90. */
  regret_per_month: z.object({ p10: z.string(), p90: z.string() }),
  /** What rules of thumb would buy. */
  beside: z.object({ mean: purchaseSchema, p95: purchaseSchema }),
  /** Bought in parts, one a month, each by what is seen then; null where the term has no months for it. */
  ladder: z
    .object({
      tranches: z.array(z.object({ month: count, units: count })),
      saving_per_month: estimatedDollarsSchema,
    })
    .nullable(),
  /** The history beside what is bought, and how demand may go on; in units, estimates. */
  course: courseSchema,
  turning_points: z.array(turningPointSchema),
  exports: z.array(planExportSchema),
  notes: z.array(z.string()),
});
export type PlannedUnits = z.infer<typeof plannedUnitsSchema>;

const plannedCreditsSchema = z.object({
  kind: z.literal("credits"),
  /** Of the futures that were looked at: the day on which the credits are used up; null where they expire before. */
  used_up_on: z.iso.date().nullable(),
  used: estimatedDollarsSchema,
  /** What expires unused. */
  forfeited: estimatedDollarsSchema,
  /** `used` less what was paid. */
  saving: estimatedDollarsSchema,
  notes: z.array(z.string()),
});
const plannedTiersSchema = z.object({
  kind: z.literal("volume_tiers"),
  /** The tier to sign; null for none. */
  tier: count.nullable(),
  spend: estimatedDollarsSchema,
  tiers: z.array(
    z.object({
      committed: z.string(),
      discount: z.number(),
      saving: estimatedDollarsSchema,
      /** Share of futures in which the promise is missed and the shortfall paid. */
      shortfall_probability: z.number(),
    }),
  ),
  notes: z.array(z.string()),
});

const offerPlanSchema = z.object({
  offer: z.string(),
  /** The reserved tier's input and output are bought apart. */
  part: z.enum(["input", "output"]).nullable(),
  plan: z.discriminatedUnion("kind", [
    plannedUnitsSchema,
    plannedCreditsSchema,
    plannedTiersSchema,
    noPlanSchema,
  ]),
});
export type OfferPlan = z.infer<typeof offerPlanSchema>;

const togetherSchema = z.object({
  kind: z.literal("planned"),
  /** What to buy of offers that serve the same demand, worked out together. */
  units: z.array(z.object({ offer: z.string(), units: count })),
  committed_per_month: z.string(),
  saving_per_month: estimatedDollarsSchema,
  /** How far the result may be from the true optimum, of the cost; what the solver proved. */
  gap: z.number(),
  exports: z.array(planExportSchema),
  notes: z.array(z.string()),
});
export type PlannedTogether = z.infer<typeof togetherSchema>;

const pooledSchema = z.object({
  offer: z.string(),
  by: z.enum(dimensions),
  units_together: count,
  units_apart: count,
  /** A month, of the history as it was. */
  saving_together: z.string(),
  saving_apart: z.string(),
  /** What each one's part of the common saving is, by Shapley's value; the parts add up to `saving_together`. */
  members: z.array(
    z.object({
      value: z.string().nullable(),
      on_demand_per_month: z.string(),
      units_alone: count,
      saving_alone: z.string(),
      share: z.string(),
      /** Of the share, where it was sampled; null where it is exact. */
      standard_error: z.string().nullable(),
    }),
  ),
  notes: z.array(z.string()),
});
export type PooledDemand = z.infer<typeof pooledSchema>;

const renewalSchema = z.object({
  offer: z.string(),
  part: z.enum(["input", "output"]).nullable(),
  units: count,
  ends_on: z.iso.date(),
  days_left: z.int(),
  /** `due`: its end is within the notice. `ended`: it is past. */
  state: z.enum(["later", "due", "ended"]),
  /** Units to renew, beside what is held of the same offer and ends later or is renewed before; null where there is no plan. */
  renew: count.nullable(),
  /** What these save beside what ends later; null where there is no plan for the offer. */
  saving_per_month: estimatedDollarsSchema.nullable(),
  /** Of what is held, over the history, beside what ends later. */
  utilisation: z.number().nullable(),
  /** What the last unit that is held was worth for what it costs, over the history. */
  marginal_worth: z.number().nullable(),
  text: z.string(),
});
export type Renewal = z.infer<typeof renewalSchema>;

export const commitmentsPlanSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("commitments_plan"),
    demand: demandSummarySchema,
    offers: z.array(offerPlanSchema),
    together: z.discriminatedUnion("kind", [togetherSchema, noPlanSchema]).nullable(),
    pooled: z.array(pooledSchema),
    renewals: z.array(renewalSchema),
    sources: z.array(planSourceSchema),
    notes: z.array(z.string()),
  }),
  noPlanSchema,
]);
export type CommitmentsPlan = z.infer<typeof commitmentsPlanSchema>;

/** Asks what demand was and how it is expected to go on. */
export const planDemandQuery = timeRangeQuery
  .extend(filterQuery.shape)
  .extend({ grain: z.enum(demandGrains).optional() });
export const planDemandReport = z.discriminatedUnion("kind", [
  demandSummarySchema.extend({ kind: z.literal("demand") }),
  noPlanSchema,
]);
export type PlanDemandReport = z.infer<typeof planDemandReport>;
