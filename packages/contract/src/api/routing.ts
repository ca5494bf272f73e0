import { z } from "zod";
import { dialNotches } from "../config/route.ts";
import { dollarsText } from "../dollars.ts";
import { modelTiers } from "../model-tiers.ts";
import { routeTroubleSchema } from "../route-troubles.ts";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** What a step of the dial comes to for one fingerprint. */
const notchSchema = z.object({
  /** The promised share of the reference's quality. */
  quality: z.number(),
  /** Null while labels do not certify it: the reference answers then. */
  certified: z
    .object({ saved: z.number(), estimate: z.number(), lower_bound: z.number(), labels: count })
    .nullable(),
});

const frontierPointSchema = z.object({
  /** Share of the reference's cost that would have been saved on the judged calls. */
  saved: z.number(),
  /** Share of its quality, and the one-sided lower bound at 95 %. */
  estimate: z.number(),
  lower_bound: z.number(),
});

/** What is known of a cheaper model's answers to one task, once they are looked at before they are given. */
const judgedAnswersSchema = z.object({
  model: z.string(),
  /** Answers of this task that were looked at and judged. */
  judged: count,
  /** What answers are held to at the promise that holds now; null where the checks alone decide: too few labels. */
  certified: z
    .object({
      /** Whose labels say so: the task's own, its kind of task's, or the pool's. */
      scope: z.enum(["fingerprint", "task", "pool"]),
      /** Answers whose probability of being good is above are given. */
      threshold: z.number(),
      /** Share of the judged answers that is given by it. */
      accepted: share,
      estimate: z.number(),
      lower_bound: z.number(),
      labels: count,
    })
    .nullable(),
});

/** What is done for a task while no label says which model does for it. An assumption, by no evidence. */
const dayOneSchema = z.object({
  why: z.enum(["assumed", "reference"]),
  /** The tier of model that is assumed to do; null where the task is not plain. */
  tier: z.enum(modelTiers).nullable(),
  reason: z.string(),
});
export type RoutedDayOne = z.infer<typeof dayOneSchema>;
/** A model that another one beat: it is struck out of the pool for such calls, unless it is the reference. */
const dominatedSchema = z.object({
  model: z.string(),
  by: z.string(),
  /** The reference answers on: the promise is held against it. */
  is_reference: z.boolean(),
  /** Calls since the gateway started on which the other one cost no more, and what they were expected to cost at either. */
  calls: count,
  cost: dollarsText,
  by_cost: dollarsText,
  /** Mean quality: at most, and of the other one at least, by bounds that hold together at 95 %. */
  quality_at_most: share,
  by_quality_at_least: share,
  labels: z.number(),
  by_labels: z.number(),
});
export type DominatedInPool = z.infer<typeof dominatedSchema>;

/** A model that is new in a pool that knows others. */
const newModelSchema = z.object({
  model: z.string(),
  /**
   * `on_trial`: asked beside on the policy's trial_share of calls; `may_be_offered`: it kept the promise on average;
   * `falls_short`: it surely does not; `undecided`: not surely, or nobody could judge its trials. From then on the shadow share learns of it as of all.
   */
  standing: z.enum(["on_trial", "may_be_offered", "falls_short", "undecided"]),
  reason: z.string(),
  tried: count,
  needed: count,
  trial_share: share,
  /** Times it was asked for its trial since the gateway started, and what that was expected to cost; the ledger has the rows. */
  asked: count,
  expected_cost: dollarsText,
  /** Times of which that is not known; they are not in the sum. */
  unpriced: count,
});
export type NewModelInPool = z.infer<typeof newModelSchema>;

/** What the free checks found in a cheaper model's answers to a task, and whether it is out of force since they got worse. */
const watchedSchema = z.object({
  /** Null for all that the task's certificate chooses: newest labels tell of that. */
  model: z.string().nullable(),
  /** Answers of tries that were looked at, and those that failed a check: what is usual. */
  tries: count,
  tries_failed: count,
  /** Answers that clients got and that were looked at since what is usual was known, and those that failed a check. */
  served: count,
  served_failed: count,
  /** Since when the reference answers in its place; null while it is in force. */
  out_since: z.iso.datetime().nullable(),
});
export type WatchedInPool = z.infer<typeof watchedSchema>;

const fingerprintSchema = z.object({
  /** A salted digest; empty for calls without one. */
  fingerprint: z.string(),
  /** The kind of task that its calls were taken for last; null where that is not plain. */
  task: z.string().nullable(),
  /** Calls since the gateway started, and those of them that went, or in shadow would have gone, to a cheaper model. */
  calls: count,
  moved: count,
  /** Calls on which every model was tried that a certificate is, or would be, about. */
  judged: count,
  /** Those beside them that nobody could judge: a certificate counts them as if the cheaper models had failed. */
  undecided: count,
  models: z.array(
    z.object({
      model: z.string(),
      /** Labels, those that fade counted by what is left of them. */
      labels: z.number(),
      mean_quality: share.nullable(),
      /** Its latest attempts at this task since the gateway started, a hundred at most; null where there was none. */
      seen: z
        .object({
          attempts: count,
          failed: count,
          /** Milliseconds to the end of an answer, of those that were not cut off; null where fewer than twenty are known. */
          median_ms: z.number().nonnegative().nullable(),
          p95_ms: z.number().nonnegative().nullable(),
        })
        .nullable(),
      /** Whether it is not asked because its answers take longer than the policy's within_ms. */
      is_too_slow: z.boolean(),
    }),
  ),
  notches: z.array(notchSchema),
  frontier: z.array(frontierPointSchema),
  /** Of the cheaper models whose answers were looked at. */
  answers: z.array(judgedAnswersSchema),
  /** Of its last call that no label decided; null where labels did, or none came since the gateway started. */
  day_one: dayOneSchema.nullable(),
  dominated: z.array(dominatedSchema),
  new_models: z.array(newModelSchema),
  watched: z.array(watchedSchema),
});
export type RoutedFingerprint = z.infer<typeof fingerprintSchema>;

const routedPoolSchema = z.object({
  policy: z.string(),
  mode: z.enum(["off", "shadow", "on"]),
  /** The models, the reference first. */
  models: z.array(z.string()),
  /** The promise that holds now, and what the configuration says. */
  quality: z.number(),
  quality_configured: z.number(),
  /** Dollars a day, where the policy is held by those instead. */
  budget_per_day: z.string().nullable(),
  /** Milliseconds that a model's answers may take to be chosen; null where the policy names none. */
  within_ms: count.nullable(),
  /** What the policy does before there are labels, and whether it looks at cheaper models' answers. */
  day_one: z.enum(["reference", "tiers"]),
  cascade: z.enum(["never", "not_streamed", "always"]),
  fingerprints: z.array(fingerprintSchema),
});
export type RoutedPool = z.infer<typeof routedPoolSchema>;

/** How a judge and people agree on answers that both have judged: good, or not. */
const agreementSchema = z.object({
  /** Those that count, of all that are kept: no key's people count for more than their share. */
  pairs: count,
  heard: count,
  /** Share on which they agree, and its one-sided lower bound at 95 % (Wilson); null without pairs. */
  agreed: share.nullable(),
  lower_bound: share.nullable(),
  /** Cohen's kappa: agreement beyond chance; null where all said the same, or nothing. */
  kappa: z.number().nullable(),
  /** With fewer pairs nothing follows from it. */
  least_pairs: count,
  /** A judge whose lower bound is below, with enough pairs, certifies nothing. */
  least_bound: share,
});

/** How much too good a judge takes cheaper models' answers for, as people have it; below 0: not good enough. */
const optimismSchema = z.object({
  estimate: z.number(),
  /** Bounds at 95 %. */
  at_least: z.number(),
  at_most: z.number(),
  /** People's words on answers of references that count, beside those on answers that both have judged. */
  references: count,
});

const feedbackOfKeySchema = z.object({
  key_id: z.string(),
  calls: count,
  mean_quality: share,
  last_at: z.iso.datetime(),
});

/** What the choice of models has come to, since the gateway started where counts are concerned. */
export const routingReportSchema = z.object({
  pools: z.array(routedPoolSchema),
  notches: z.array(z.number()),
  /** With fewer judged calls of a fingerprint nothing is certified. */
  least_labels: count,
  labels: z.object({
    sampled: count,
    learned: count,
    not_judged: count,
    unreadable: count,
    dropped: count,
    failed: count,
    judge_not_believed: count,
    feedback: count,
    feedback_refused: count,
  }),
  judges: z.array(
    z.object({
      model: z.string(),
      believed: z.boolean(),
      planted: count,
      seen_through: share,
      people: agreementSchema,
      /** Null while people have not said enough to know. */
      optimism: optimismSchema.nullable(),
      /**
       * What certificates take off the worth of answers that it judged: what is proven, in whole percents; as it stood before
       * while that is not known.
       */
      subtracted: share,
      /** Whether one key's people have said all that is held against it: nobody else's word stands beside theirs. */
      one_key: z.boolean(),
      /** Whether its labels may certify; false once it failed, those from before too. */
      certifies: z.boolean(),
    }),
  ),
  /** What people said, as it is kept: over restarts, for some months. By the keys that said most. */
  feedback: z.object({
    kept: count,
    keys: count,
    by_key: z.array(feedbackOfKeySchema),
  }),
  troubles: z.array(routeTroubleSchema),
});
export type RoutingReport = z.infer<typeof routingReportSchema>;

/** Turns a policy's dial; `quality` null gives it back to the configuration. */
export const turnDialSchema = z.strictObject({
  policy: z.string().min(1).max(100),
  quality: z.union(dialNotches.map((notch) => z.literal(notch))).nullable(),
});
export type TurnDial = z.infer<typeof turnDialSchema>;

export const dialTurnedSchema = z.object({ policy: z.string(), quality: z.number() });

/** What somebody thought of the answer to a call. */
export const feedbackSchema = z
  .strictObject({
    call_id: z.string().min(1).max(180),
    /** From 0 (of no use) to 1 (as good as can be). */
    quality: share.optional(),
    /** In place of `quality`: up is 1, down is 0. */
    rating: z.enum(["up", "down"]).optional(),
  })
  .refine(({ quality, rating }) => (quality === undefined) !== (rating === undefined), {
    error: "say either quality or rating",
  });
export type Feedback = z.infer<typeof feedbackSchema>;

export const feedbackOutcomes = {
  learned: "It is learned from.",
  unknown_call: "The call was not routed, or is too long ago to learn from.",
  given_before: "Feedback on this call was given before; the first counts.",
  too_much: "This key gave more feedback today (UTC) than is learned from.",
} as const;
export type FeedbackOutcome = keyof typeof feedbackOutcomes;

export const feedbackAnswerSchema = z.object({
  call_id: z.string(),
  outcome: z.enum(Object.keys(feedbackOutcomes) as [FeedbackOutcome, ...FeedbackOutcome[]]),
  message: z.string(),
});
export type FeedbackAnswer = z.infer<typeof feedbackAnswerSchema>;
