import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import {
  estimatedDollarsSchema,
  noPlanSchema,
  planSourceSchema,
  turningPointSchema,
} from "./plan.ts";
import { filterQuery } from "./question.ts";

const dollarsInput = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/, "expected dollars as a decimal number such as 2.95")
  .meta({ description: "US dollars as a decimal number", example: "2.95" });
const share = z.number().min(0).max(1);
const tokens = z.number().nonnegative().max(10_000_000);

/** Shapes of a day and week for traffic that is stated and not measured. */
export const trafficShapes = ["flat", "daily_wave", "office_hours"] as const;
export type TrafficShape = (typeof trafficShapes)[number];

/** Where the demand comes from: calls that the ledger holds, or figures that somebody states. */
const demandSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("history"),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    filter: filterQuery.strict().default({}),
  }),
  z.strictObject({
    kind: z.literal("stated"),
    calls_per_day: z.number().max(1_000_000_000),
    /** All tokens of a prompt, cached ones too. */
    prompt_tokens: tokens,
    /** Of these, at the beginning, read from a cache. */
    cached_tokens: tokens.default(0),
    answer_tokens: tokens,
    shape: z.enum(trafficShapes).default("daily_wave"),
  }),
]);

/** What is rented, at a price that somebody states. */
const statedMachineSchema = z.strictObject({
  kind: z.literal("stated"),
  dollars_per_hour: dollarsInput.meta({ description: "What an hour of the machine costs." }),
  accelerators: z.int().min(1).max(72).default(1).meta({
    description:
      "How many accelerators are rented together: 1 where they are rented by the piece, 8 of a p5.48xlarge.",
  }),
});

/** A machine of the lists of infrastructure prices. */
const listedMachineSchema = z.strictObject({
  kind: z.literal("listed"),
  provider: z.string().min(1).max(100),
  sku: z.string().min(1).max(200),
  region: z.string().min(1).max(100),
  term: z
    .enum(["on_demand", "reserved_1y", "reserved_3y", "savings_plan_1y", "savings_plan_3y"])
    .default("on_demand"),
});

/** Asks whether hosting an open model oneself is cheaper than an API that sells the same weights. */
export const selfHostPlanRequest = z.strictObject({
  model: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "An open model, by its id, its weights' name or a host's name for it." }),
  current_model: z.string().min(1).max(200).optional().meta({
    description:
      "The model that the traffic goes to now, as provider/model or a name: its cost stands beside.",
  }),
  api_providers: z.array(z.string().min(1).max(100)).min(1).max(50).optional().meta({
    description:
      "Only hosts of these providers are compared with, as the price book names them; all unless said.",
  }),
  demand: demandSchema,
  accelerator: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: "Of the machine, where that is a listed one." }),
  spread: z.int().min(1).max(8).optional().meta({
    description:
      "Accelerators that hold one replica together; the cheapest of 1, 2, 4 and 8 unless said.",
  }),
  precision: z.enum(["bf16", "fp8", "fp4"]).default("fp8").meta({ description: "Of the weights." }),
  preset: z.enum(["stock", "tuned"]).default("stock").meta({
    description: "stock: a server as it comes. tuned: one that somebody fitted and keeps full.",
  }),
  machine: z.discriminatedUnion("kind", [statedMachineSchema, listedMachineSchema]),
  /** Part of the machines on spare capacity, which can be taken back. */
  spot: z
    .strictObject({
      share,
      dollars_per_hour: dollarsInput.optional().meta({
        description: "Of an hour; of the lists where the machine is a listed one, unless said.",
      }),
      availability: share.meta({
        description:
          "Part of the time in which there is spare capacity. Not the discount: who has none pays on demand.",
      }),
      reclaims_per_month: z
        .number()
        .min(0)
        .max(1000)
        .default(1)
        .meta({ description: "How often spare capacity is taken back." }),
    })
    .optional(),
  limits: z
    .strictObject({
      ms_per_token: z
        .number()
        .positive()
        .max(60_000)
        .default(60)
        .meta({ description: "Milliseconds from one token of an answer to the next, at most." }),
      ms_per_answer: z.number().positive().max(3_600_000).optional().meta({
        description: "Milliseconds for all tokens of a mean answer after its first, at most.",
      }),
    })
    .prefault({}),
  fleet: z
    .strictObject({
      scaling: z.enum(["hourly", "fixed"]).default("hourly").meta({
        description:
          "hourly: each hour has as many replicas as its calls need; fixed: always as many as the busiest hour needs.",
      }),
      spare_replicas: z
        .int()
        .min(0)
        .max(100)
        .default(1)
        .meta({ description: "Replicas beyond what is needed." }),
      replicas_at_least: z
        .int()
        .min(0)
        .max(1000)
        .default(2)
        .meta({ description: "The fewest replicas at any time." }),
      replicas_at_most: z
        .int()
        .min(1)
        .max(10_000)
        .optional()
        .meta({ description: "The most replicas; it bounds the break-even as well." }),
      load: z
        .number()
        .min(0.05)
        .max(1)
        .default(0.8)
        .meta({ description: "Of what a replica can do, how much is planned with." }),
      start_minutes: z
        .number()
        .min(0)
        .max(240)
        .default(10)
        .meta({ description: "How long a machine is paid for before it serves." }),
    })
    .prefault({}),
  costs: z
    .strictObject({
      operations_per_month: dollarsInput
        .default("12500")
        .meta({ description: "Half of an engineer at $300,000 a year, unless said." }),
      storage_per_gib_month: dollarsInput
        .default("0.08")
        .meta({ description: "Dollars of disks." }),
      egress_per_gib: dollarsInput.default("0.09").meta({ description: "Dollars of traffic out." }),
    })
    .prefault({}),
  batch_share: share.default(0).meta({
    description: "Part of the calls that can wait a day, and go through a host's batch prices.",
  }),
  future: z
    .strictObject({
      months: z
        .int()
        .min(1)
        .max(60)
        .default(12)
        .meta({ description: "How many months are looked at; figures are of the mean month." }),
      growth_per_year: z
        .number()
        .min(-0.95)
        .max(20)
        .default(0)
        .meta({ description: "Demand a year from now ÷ demand now, less one." }),
      api_decline_per_year: z
        .number()
        .min(0)
        .max(0.95)
        .default(0)
        .meta({ description: "By how much of its price the API is expected to fall in a year." }),
      machine_decline_per_year: z
        .number()
        .min(0)
        .max(0.95)
        .default(0)
        .meta({ description: "Of machines that are not bound for a term." }),
    })
    .prefault({}),
  /** One measurement of your own on this model, accelerator, spread and precision. */
  measured: z
    .strictObject({
      prompt_tokens: tokens,
      answer_tokens: z.number().positive().max(10_000_000),
      concurrent_answers: z.int().min(1).max(100_000),
      output_tokens_per_second: z.number().positive().max(10_000_000),
    })
    .optional(),
});
export type SelfHostPlanRequest = z.infer<typeof selfHostPlanRequest>;

const offerSchema = z.object({
  provider: z.string(),
  model: z.string(),
  /** A month of this traffic at list prices; null where the book has no price for such calls. */
  dollars_per_month: dollarsText.nullable(),
  /** Caches and batches that were counted, and why a price is not known. */
  notes: z.array(z.string()),
});

/** The volume of this traffic's shape from which self-hosting is cheaper for good. */
const breakEvenSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("at"), tokens_per_month: z.number(), times_now: z.number() }),
  z.object({ kind: z.literal("never"), why: z.string() }),
  z.object({ kind: z.literal("always"), why: z.string() }),
]);

/** The answer; money is of a mean month (730 hours) of the months looked at. */
export const selfHostPlan = z.object({
  kind: z.literal("plan"),
  /** `too_close`: neither is cheaper in nine of ten cases. */
  answer: z.enum(["self_host", "api", "too_close"]),
  as_of: z.iso.date(),
  model: z.object({
    id: z.string(),
    weights: z.string(),
    parameters: z.number(),
    active_parameters: z.number(),
  }),
  deployment: z.object({
    accelerator: z.string(),
    spread: z.int(),
    precision: z.enum(["bf16", "fp8", "fp4"]),
    preset: z.enum(["stock", "tuned"]),
  }),
  traffic: z.object({
    basis: z.string(),
    hours: z.int(),
    calls_per_month: z.number(),
    tokens_per_day: z.number(),
    prompt_tokens: z.number(),
    cached_tokens: z.number(),
    answer_tokens: z.number(),
    peak_to_mean: z.number(),
    /** Calls whose tokens are not known: taken as long as the others. */
    unknown_calls: z.int().nonnegative(),
  }),
  replica: z.object({
    concurrent_answers: z.int(),
    calls_per_second: z.number(),
    output_tokens_per_second: z.number(),
    ms_per_token: z.number(),
    /** How the throughput is known. */
    band: z.object({
      kind: z.enum(["untuned", "calibrated"]),
      /** Of such servers, measured ÷ worked out: the middle 80 %. */
      low: z.number(),
      high: z.number(),
      median_absolute_error: z.number(),
      rows: z.int(),
    }),
    not_worked_out: z.array(z.string()),
  }),
  fleet: z.object({
    mean_replicas: z.number(),
    peak_replicas: z.int(),
    peak_machines: z.int(),
    machine_hours_per_month: z.number(),
    utilisation: z.number(),
  }),
  self_host: z.object({
    month: estimatedDollarsSchema,
    parts: z.object({
      machines: dollarsText,
      starting: dollarsText,
      operations: dollarsText,
      storage: dollarsText,
      egress: dollarsText,
    }),
  }),
  api: z.object({
    month: estimatedDollarsSchema,
    /** Hosts of the same weights, the cheapest first, those without a price last. */
    hosts: z.array(offerSchema),
    /** The model that the traffic goes to now: other weights, so answers of another quality. */
    current: offerSchema.extend({ break_even: breakEvenSchema.nullable() }).nullable(),
  }),
  break_even: breakEvenSchema,
  /** Of the cases that were looked at. */
  chance_self_host_is_cheaper: z.number(),
  /** What choosing each costs a month on average where the other would have been cheaper. */
  regret: z.object({
    self_host: dollarsText,
    api: dollarsText,
    /** Null where the limits are met in no case of such demand. */
    at_p10_demand: z.object({ self_host: dollarsText, api: dollarsText }).nullable(),
    at_p90_demand: z.object({ self_host: dollarsText, api: dollarsText }).nullable(),
  }),
  turning_points: z.array(turningPointSchema),
  assumptions: z.array(z.string()),
  sources: z.array(planSourceSchema),
});
export type SelfHostPlan = z.infer<typeof selfHostPlan>;

export const selfHostPlanReport = z.discriminatedUnion("kind", [selfHostPlan, noPlanSchema]);
export type SelfHostPlanReport = z.infer<typeof selfHostPlanReport>;
