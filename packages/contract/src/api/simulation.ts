import { z } from "zod";
import { policiesSchema } from "../config/policies.ts";
import { dollarsText } from "../dollars.ts";
import { leverNames } from "../levers.ts";
import { historyDepths, proposalSchema } from "./proposals.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/** Policies to try out on the calls of a range, in place of those that hold. */
export const simulationRequest = timeRangeQuery.extend({ policies: policiesSchema });

/** What one lever would have done differently. */
export const simulatedLeverSchema = z.object({
  lever: z.enum(leverNames),
  /** Calls for which the policies say something else of the lever. */
  calls: count,
  /** Of these, calls that would have cost another sum, and those of which that is not known. */
  moved: count,
  unknown: count,
  /** Positive where the new policies save more. Beside the levers that act before. */
  dollars_per_month: proposalSchema.shape.dollars_per_month,
  /** What it would do to answers, in words; empty where nothing. */
  effects: z.array(z.string()),
});

const nearAnswersSchema = z.object({ calls: count, most_wrong: z.number().nullable() });

export const simulationReport = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  depth: z.enum(historyDepths),
  /** True where every call was simulated too: the money is not real. */
  simulated: z.boolean(),
  calls: count,
  calls_without_cost: count,
  sample: z.object({ stretches: count, of: count }).nullable(),
  /** A month of 730 hours, under the policies that hold and under the new ones. */
  cost_per_month: z.object({ now: dollarsText, next: dollarsText }),
  /** What is saved, with the middle 95 % of such histories. */
  saved_per_month: proposalSchema.shape.dollars_per_month,
  levers: z.array(simulatedLeverSchema),
  /** What of the policies could not be tried out, on how many calls, and why. */
  not_simulated: z.array(z.object({ lever: z.enum(leverNames), calls: count, reason: z.string() })),
  /** What becomes of calls' durations. */
  latency: z.object({
    /** Calls that a cache would answer, and the milliseconds that their recorded calls took together. */
    answered: count,
    saved_ms: z.number().nonnegative(),
    /** Calls that would go to another model, and of them those at whose model too few calls are recorded: how long those take is not known. */
    moved: count,
    moved_unknown: count,
    /** Calls that would be answered later: when is not known. */
    deferred: count,
    /** Calls whose recorded duration no source tells, and those that would be asked of a model again of which too few calls are recorded. */
    untold: count,
  }),
  /** Where answers could be worse, in calls of the range; how much worse no history tells. */
  quality: z.object({
    /** Answered by another model than the reference, which no label certifies. */
    uncertified: z.object({ now: count, next: count }),
    /** Answers that end at a limit: they are not whole. */
    cut: z.object({ now: count, next: count }),
    /**
     * Calls that may get the answer of a near question, and the largest share of such answers that may be wrong by their
     * policies; null where one of them states no bound, or there are none.
     */
    near_answers: z.object({ now: nearAnswersSchema, next: nearAnswersSchema }),
  }),
  /**
   * Mean milliseconds of a call, now and under the new ones, over calls of which both are known: a cache's answer waits for
   * nobody, another model takes its recorded median; null where none is known.
   */
  mean_duration_ms: z.object({ now: z.number(), next: z.number() }).nullable(),
});
export type SimulationReport = z.infer<typeof simulationReport>;
