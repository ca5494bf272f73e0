import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { paymentOptions } from "./payment-option.ts";
import {
  estimatedDollarsSchema,
  noPlanSchema,
  planExportSchema,
  planSourceSchema,
  turningPointSchema,
} from "./plan.ts";

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,127}$/, "expected letters, digits and . _ : / - alone");
const share = z.number().min(0).max(100);
const hourPrice = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,8})?$/, "expected dollars an hour as a decimal text, such as 1.006");

/** What puts a machine's number up and down. Names go into exported texts: only letters that all tools take. */
export const scalingTargetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sagemaker_variant"), endpoint: name, variant: name }),
  z.strictObject({ kind: z.literal("sagemaker_inference_component"), component: name }),
  z.strictObject({ kind: z.literal("auto_scaling_group"), group: name }),
  z.strictObject({
    kind: z.literal("kubernetes_deployment"),
    namespace: name,
    deployment: name,
  }),
]);
export type ScalingTarget = z.infer<typeof scalingTargetSchema>;

/** A model by what its memory comes from. Encoders keep no cache of keys and values. */
export const servedModelSchema = z.strictObject({
  kind: z.enum(["decoder", "encoder"]).default("decoder"),
  /** As its maker calls it: benchmarks are looked up by it. */
  name: name.optional(),
  parameters_billion: z.number().positive().max(10_000),
  bits_per_parameter: z.union([z.literal(4), z.literal(8), z.literal(16), z.literal(32)]),
  layers: z.int().positive().max(1000).optional(),
  key_value_heads: z.int().positive().max(1024).optional(),
  head_size: z.int().positive().max(4096).optional(),
  cache_bits: z.union([z.literal(8), z.literal(16)]).default(16),
  /** Prompt and answer together, of one sequence. */
  context_tokens: z.int().positive().max(10_000_000).optional(),
  /** Sequences that are worked on at once, at most. */
  concurrent_sequences: z.int().positive().max(100_000).optional(),
  /** Of encoders: what is asked in the busiest hour. */
  inferences_per_second: z.number().positive().optional(),
});
export type ServedModel = z.infer<typeof servedModelSchema>;

/** A machine, or several alike that serve the same, as its owner knows it. */
export const fleetMachineSchema = z.strictObject({
  name,
  provider: name.optional(),
  sku: name,
  region: name.optional(),
  count: z.int().positive().max(10_000).default(1),
  term: z
    .enum(["on_demand", "spot", "reserved_1y", "reserved_3y", "savings_plan_1y", "savings_plan_3y"])
    .default("on_demand"),
  /** What you pay; else the price book's. */
  dollars_per_hour: hourPrice.optional(),
  /** Which measurements in the ledger are this machine's: its workload (an endpoint, a pod), or its devices. */
  gauges: z
    .strictObject({
      workload: z.string().min(1).max(512).optional(),
      resources: z.array(z.string().min(1).max(512)).max(10_000).optional(),
    })
    .optional(),
  /** Measured activity of all its accelerators, percent, hour by hour, where the ledger has none. */
  activity_percent: z
    .strictObject({
      from: z.iso.datetime(),
      hours: z
        .array(share)
        .min(1)
        .max(24 * 366),
    })
    .optional(),
  model: servedModelSchema.optional(),
  /** What the model needs on accelerators, where `model` does not say it. */
  memory_needed_gib: z.number().positive().max(100_000).optional(),
  /** From the order to the first answer. */
  wake_up_seconds: z.int().nonnegative().max(86_400).optional(),
  /** False: it must always be there; no schedule is proposed. */
  may_stop: z.boolean().default(true),
  target: scalingTargetSchema.optional(),
});
export type FleetMachine = z.infer<typeof fleetMachineSchema>;

/** A small model that may share a machine with others. */
export const packedModelSchema = z.strictObject({
  name,
  memory_gib: z.number().positive().max(10_000),
  /** Share of one accelerator `measured_on` in percent: one for all hours, or 168 from Monday 00:00 on, in UTC. */
  activity_percent: z.union([share, z.array(share).length(168)]),
  measured_on: name,
  /** Where it runs alone today. */
  runs_on: name.optional(),
});
export type PackedModel = z.infer<typeof packedModelSchema>;

export const trainingRunSchema = z.strictObject({
  name,
  provider: name.optional(),
  sku: name,
  region: name.optional(),
  count: z.int().positive().max(10_000).default(1),
  /** Of work, without interruptions. */
  hours: z.number().positive().max(100_000),
  checkpoint_seconds: z.number().positive().max(86_400),
  /** From being taken back to working again: another machine, its start, the checkpoint read. */
  restart_seconds: z.number().nonnegative().max(604_800).default(600),
  dollars_per_hour: hourPrice.optional(),
  spot_dollars_per_hour: hourPrice.optional(),
  /** What share of machines is taken back in a month, where you know it better than the Spot Advisor. */
  monthly_interruption_percent: z.number().min(0).max(100).optional(),
});
export type TrainingRun = z.infer<typeof trainingRunSchema>;

/** A fleet, and what is asked about it. */
export const planGpusRequest = z.strictObject({
  provider: name.default("aws"),
  region: name.default("us-east-1"),
  /** Where machines may be instead: these providers' prices are looked at, too. */
  providers: z.array(name).max(20).default([]),
  /** How many days of measurements are looked at. */
  days: z.int().min(1).max(92).default(28),
  /** Of schedules, by its IANA name. */
  time_zone: z.string().min(1).max(64).default("UTC"),
  /** Kept free above the busiest usual hour. */
  headroom_percent: z.number().min(0).max(90).default(30),
  machines: z.array(fleetMachineSchema).max(200).default([]),
  packing: z
    .strictObject({
      models: z.array(packedModelSchema).min(1).max(40),
      skus: z.array(name).min(1).max(50).optional(),
      models_at_most: z.int().positive().max(1000).default(20),
      seconds: z.number().positive().max(20).default(5),
    })
    .optional(),
  training: z.array(trainingRunSchema).max(50).default([]),
});
export type PlanGpusRequest = z.output<typeof planGpusRequest>;

/** What a machine's measurements say of it. */
export const machineJudgements = [
  "idle",
  "oversized",
  "well_used",
  "underused",
  "not_measured",
] as const;

const machineSchema = z.object({
  name: z.string(),
  provider: z.string(),
  sku: z.string(),
  region: z.string(),
  count: z.int().positive(),
  accelerators: z.string().nullable(),
  dollars_per_hour: dollarsText.nullable(),
  dollars_per_month: dollarsText.nullable(),
  judgement: z.enum(machineJudgements),
  because: z.string(),
  /** Shares of its accelerators, 0 to 1; null where not measured. */
  mean_activity: z.number().nullable(),
  /** The hour that 99 of 100 hours are below. */
  busy_hour_activity: z.number().nullable(),
  memory_held: z.number().nullable(),
  measured_hours: z.int().nonnegative(),
  /** How busy it was over time; null where nothing says so. A stretch without a measured hour has no shares. */
  activity: z
    .object({
      step_ms: z.int().positive(),
      basis: z.enum(["sm_active", "utilisation", "upper_bound", "cpu", "entered"]),
      points: z.array(
        z.object({
          start: z.iso.datetime(),
          mean: z.number().nullable(),
          peak: z.number().nullable(),
        }),
      ),
    })
    .nullable(),
});
export type PlannedMachine = z.infer<typeof machineSchema>;

export const gpuChangeKinds = ["stop", "right_size", "schedule", "scale_to_zero", "spot"] as const;

const changeSchema = z.object({
  id: z.string(),
  kind: z.enum(gpuChangeKinds),
  machine: z.string(),
  text: z.string(),
  /** A month, by itself: with nothing else changed. */
  saving: estimatedDollarsSchema,
  evidence: z.array(z.string()),
  risks: z.array(z.string()),
  confidence: z.enum(["high", "medium", "low"]),
  effort: z.enum(["minutes", "hours", "days"]),
});
export type GpuChange = z.infer<typeof changeSchema>;

const candidateSchema = z.object({
  machine: z.string(),
  sku: z.string(),
  provider: z.string(),
  machines: z.int().positive(),
  dollars_per_month: dollarsText,
  /** Why it is not proposed although it is cheaper, and what has to be measured. */
  measure: z.string(),
});
export type MeasureFirst = z.infer<typeof candidateSchema>;

const packingSchema = z.object({
  machines: z.array(
    z.object({
      provider: z.string(),
      sku: z.string(),
      dollars_per_hour: dollarsText,
      models: z.array(z.string()),
      memory_used_gib: z.number(),
      memory_gib: z.number(),
      busiest_activity: z.number(),
    }),
  ),
  dollars_per_month: dollarsText,
  /** Each model alone on the cheapest machine that carries it, or where it says that it runs. */
  apart_per_month: dollarsText,
  saving_per_month: dollarsText,
  /** `optimal`: no cheaper packing exists; `bounded`: none is cheaper by more than the gap; `first_fit`: the solver found none in its time. */
  proof: z.enum(["optimal", "bounded", "first_fit"]),
  gap_percent: z.number().nullable(),
  /** What giving every model its busiest hour at the same time would cost: the price of not looking at traces. */
  by_peaks_per_month: dollarsText.nullable(),
  notes: z.array(z.string()),
});
export type PackingPlan = z.infer<typeof packingSchema>;

const trainingSchema = z.object({
  name: z.string(),
  sku: z.string(),
  on_demand: dollarsText,
  spot: estimatedDollarsSchema.nullable(),
  checkpoint_every_minutes: z.number().nullable(),
  /** Time that checkpoints, lost work and restarts add, as a share of the work. */
  overhead: z.object({ low: z.number(), estimate: z.number(), high: z.number() }).nullable(),
  interruptions: z.string(),
  notes: z.array(z.string()),
});
export type TrainingPlan = z.infer<typeof trainingSchema>;

/** One change of a number at a time of the week, as schedulers take it. */
const scheduledActionSchema = z.object({
  name: z.string(),
  minute: z.int().min(0).max(59),
  hour: z.int().min(0).max(23),
  /** 0 is Monday. */
  days: z.array(z.int().min(0).max(6)).min(1),
  machines: z.int().nonnegative(),
});
export type ScheduledAction = z.infer<typeof scheduledActionSchema>;

/** A planned schedule of a machine that names what scales it. */
export const scheduledScalingSchema = z.object({
  machine: z.string(),
  region: z.string(),
  time_zone: z.string(),
  target: scalingTargetSchema,
  /** How many there are outside of the windows, and within. */
  usual: z.int().positive(),
  least: z.int().nonnegative(),
  actions: z.array(scheduledActionSchema).min(2),
});
export type ScheduledScaling = z.infer<typeof scheduledScalingSchema>;

/** What a fleet could do with less, with every price's age. */
export const gpuPlanSchema = z.object({
  kind: z.literal("plan"),
  day: z.iso.date(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  machines: z.array(machineSchema),
  /** The most dollars first. */
  changes: z.array(changeSchema),
  /** What the fleet costs in a month where its prices are known, and what is left of it with all changes that go together. */
  dollars_per_month: dollarsText.nullable(),
  saving_per_month: estimatedDollarsSchema.nullable(),
  measure_first: z.array(candidateSchema),
  packing: packingSchema.nullable(),
  training: z.array(trainingSchema),
  schedules: z.array(scheduledScalingSchema),
  /** What could not be planned, and what it takes. */
  not_planned: z.array(z.object({ place: z.string(), text: z.string(), mend: z.string() })),
  turning_points: z.array(turningPointSchema),
  sources: z.array(planSourceSchema),
  exports: z.array(planExportSchema),
});
export type GpuPlan = z.infer<typeof gpuPlanSchema>;

export const planGpusResponse = z.discriminatedUnion("kind", [gpuPlanSchema, noPlanSchema]);
export type PlanGpusResponse = z.infer<typeof planGpusResponse>;

export const infrastructurePricesQuery = z.object({
  provider: z.string().optional(),
  /** A part of the machine's name. */
  sku: z.string().optional(),
  region: z.string().optional(),
  day: z.iso.date().optional(),
});

/** Prices of machines, each with its age, and where lists disagree. */
export const infrastructurePricesResponse = z.object({
  day: z.iso.date(),
  prices: z.array(
    z.object({
      provider: z.string(),
      sku: z.string(),
      region: z.string(),
      term: z.string(),
      payment: z.enum(paymentOptions),
      dollars_per_hour: dollarsText,
      accelerators: z.string().nullable(),
      standing: z.enum(["built_in", "imported", "own"]),
      source: z.string(),
      read_on: z.iso.date(),
      age_days: z.int().nonnegative(),
      /** Other prices that hold on the day and say something else, the newest first. */
      others: z.array(
        z.object({ dollars_per_hour: dollarsText, source: z.string(), read_on: z.iso.date() }),
      ),
    }),
  ),
});
export type InfrastructurePricesResponse = z.infer<typeof infrastructurePricesResponse>;

/** What `headgate plan prices import` and `refresh` found, took and left. */
export const infrastructureImportSchema = z.object({
  list: z.string(),
  source: z.string(),
  day: z.iso.date(),
  taken: z.int().nonnegative(),
  applied: z.boolean(),
  /** Where they were written; none unless applied. */
  files: z.array(z.string()),
  refused: z.array(z.object({ at: z.string(), code: z.string(), reason: z.string() })),
  disagreements: z.array(
    z.object({
      provider: z.string(),
      sku: z.string(),
      region: z.string(),
      term: z.string(),
      ours: z.string(),
      our_source: z.string(),
      our_day: z.iso.date(),
      theirs: z.string(),
    }),
  ),
});
export type InfrastructureImport = z.infer<typeof infrastructureImportSchema>;

/** What `headgate plan gpus --apply` did. */
export const appliedSchedulesSchema = z.object({
  applied: z.array(z.object({ machine: z.string(), action: z.string() })),
  /** What AWS's Application Auto Scaling does not keep, and what failed. */
  left: z.array(z.object({ machine: z.string(), reason: z.string() })),
});
export type AppliedSchedules = z.infer<typeof appliedSchedulesSchema>;
