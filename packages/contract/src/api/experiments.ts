import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { heldOutLevers } from "../experiment-arm.ts";
import { totalsQuery } from "./reports.ts";

const count = z.int().nonnegative();

/** What the arms of an experiment are compared by, call for call. */
export const experimentMeasures = [
  "cost",
  "input_tokens",
  "output_tokens",
  "duration",
  "failures",
  "outcomes",
  "feedback",
] as const;
export type ExperimentMeasure = (typeof experimentMeasures)[number];

/** Measures of quality. `failures`: answers that failed or were cut short; `outcomes`: business outcomes that were accepted; `feedback`: what people thought, from 0 to 1. */
export const qualityMeasures = [
  "failures",
  "outcomes",
  "feedback",
] as const satisfies readonly ExperimentMeasure[];
export type QualityMeasure = (typeof qualityMeasures)[number];

const armSchema = z.object({
  /** Sessions; end users or calls where those are what was drawn. */
  units: count,
  calls: count,
  /** Calls whose cost is not known: they are in no cost. */
  unpriced_calls: count,
  /** Exact. What the experiment is not about is left out: where no cache is held out, what calls would have cost without ours. */
  cost: dollarsText,
  cost_per_call: dollarsText.nullable(),
  /** Means of the calls that tell it; null where none does. Duration in milliseconds. */
  input_tokens_per_call: z.number().nullable(),
  output_tokens_per_call: z.number().nullable(),
  duration_ms_per_call: z.number().nullable(),
  failures_per_call: z.number().nullable(),
  outcomes: count,
  accepted_per_outcome: z.number().nullable(),
  /** Calls that somebody gave feedback on, and what they thought on average. */
  feedback: count,
  feedback_mean: z.number().nullable(),
});
export type ExperimentArmFigures = z.infer<typeof armSchema>;

/**
 * Treated less held out, dollars a call. The interval holds at every moment at once, however often one looks, where the range begins
 * no later than the experiment; not so in a range that moves along.
 */
const costDifferenceSchema = z.object({
  estimate: dollarsText,
  low: dollarsText,
  high: dollarsText,
});

/** `non_inferior`: not worse by more than the margin; `worse`: worse beyond chance and not known to stay within it. */
export const qualityVerdicts = ["non_inferior", "worse", "not_known"] as const;
const qualitySchema = z.object({
  measure: z.enum(qualityMeasures),
  /** Treated less held out, a share; null where too few sessions tell. */
  difference: z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** By how much it may be worse, as a share. */
  margin: z.number(),
  verdict: z.enum(qualityVerdicts),
});
export type ExperimentQuality = z.infer<typeof qualitySchema>;

/**
 * What an experiment says. `too_early`: too few sessions in an arm; `saves` and `costs`: the interval lies beyond nothing;
 * `not_known`: it holds nothing too; `worse`: an answer's quality fell, whatever it saves.
 */
export const experimentVerdicts = ["too_early", "saves", "costs", "not_known", "worse"] as const;
export type ExperimentVerdict = (typeof experimentVerdicts)[number];

export const experimentSchema = z.object({
  /** The policy's name, with `/LEVER` behind it where one lever alone is held out. */
  name: z.string(),
  /** Null where all levers of the policy are held out together. */
  lever: z.enum(heldOutLevers).nullable(),
  /** The shares that were held out in the range, smallest first. */
  shares: z.array(z.number()),
  /** True where every call was simulated: the money is too. Simulated calls beside real ones are in no figure. */
  simulated: z.boolean(),
  simulated_left_out: count,
  first_day: z.iso.date(),
  last_day: z.iso.date(),
  arms: z.object({ treated: armSchema, held_out: armSchema }),
  /** Null where too few sessions tell. */
  cost_per_call: costDifferenceSchema.nullable(),
  /** What the treated calls of the range cost less, with the interval; negative where they cost more. */
  saved: costDifferenceSchema.nullable(),
  quality: z.array(qualitySchema),
  verdict: z.enum(experimentVerdicts),
  /** In a sentence. */
  reason: z.string(),
});
export type Experiment = z.infer<typeof experimentSchema>;

export const experimentsQuery = totalsQuery;
export const experimentsReport = z.object({ experiments: z.array(experimentSchema) });
export type ExperimentsReport = z.infer<typeof experimentsReport>;

export const experimentDetail = experimentSchema.extend({
  /** The difference of cost as it stood at the end of each day (UTC), from the first that tells it on. */
  over_time: z.array(costDifferenceSchema.extend({ day: z.iso.date() })),
});
export type ExperimentDetail = z.infer<typeof experimentDetail>;
