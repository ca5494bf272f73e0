import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { leverNames } from "../levers.ts";
import { savingBases } from "../saving-basis.ts";
import { experimentSchema } from "./experiments.ts";
import { planExportSchema, planSourceSchema } from "./plan.ts";
import {
  confidenceLevels,
  historyDepths,
  notProposedSchema,
  policyPatchSchema,
  proposalSchema,
  proposalScopeSchema,
} from "./proposals.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/** The programme's phases, in their order: know what is spent; change calls; change capacity; keep at it. */
export const programmePhases = [
  "visibility",
  "quick_wins",
  "infrastructure",
  "continuous",
] as const;
export type ProgrammePhase = (typeof programmePhases)[number];

/** What kind of change is recommended: levers' by their names, and what no lever does. */
export const recommendationKinds = [
  ...leverNames,
  "retries",
  "unpriced",
  "unallocated",
  "idle-key",
  "vain-answers",
  "repeated-work",
  "re-embedding",
  "embedding-model",
  "cache-ttl",
  "passage-overlap",
  "retrieved-text",
  "retrieval-spend",
  "commitment",
  "volume-tier",
  "credits",
  "negotiation",
  "unused-commitment",
  "self-host",
  "idle-machine",
  "right-size",
  "schedule",
  "scale-to-zero",
  "spot",
  "packing",
  "model-mix",
  "bill-mix",
  "renewal",
  "price-change",
  "reconciliation",
  "new-model",
  "dominated-model",
] as const;
export type RecommendationKind = (typeof recommendationKinds)[number];

/**
 * Where a recommendation stands. `open`; `accepted`: to be done; `applied`: it holds, and what it saves is followed;
 * `verified`: what it saved is above nothing beyond chance, and where sessions are held out, answers are as good;
 * `worse`: it holds, and answers got worse than those of held-out sessions: to be reverted; `dismissed`: not wanted.
 */
export const recommendationStates = [
  "open",
  "accepted",
  "applied",
  "verified",
  "worse",
  "dismissed",
] as const;
export type RecommendationState = (typeof recommendationStates)[number];

/** One step of a recommendation's life. */
export const recommendationStepSchema = z.object({
  state: z.enum(recommendationStates),
  at: z.iso.datetime(),
  /** The name that was given, or how it came about. */
  by: z.string(),
  note: z.string().nullable(),
  /** The version of the configuration that the step wrote; null where it wrote none. */
  config_version: count.nullable(),
});
export type RecommendationStep = z.infer<typeof recommendationStepSchema>;

/** What was promised when a change was applied, and what it came to since. */
export const realisedSchema = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  promised_per_month: proposalSchema.shape.dollars_per_month,
  /** What its lever saved on its scope since then, in the ledger, a month of 730 hours; null below a day. */
  realised_per_month: dollarsText.nullable(),
  /**
   * The same lever on the same scope in as long a time before, as far as the ledger reaches back: what it saves without the
   * change. Null below a day, and where the ledger tells of too little.
   */
  before_per_month: dollarsText.nullable(),
  /** Why what was before proves nothing: the ledger tells of too little, or another change acts beside; null where it can. */
  before_untold: z.string().nullable(),
  /** Calls of the lever whose saving is not known: they are in no sum. */
  unknown_calls: count,
  /**
   * What its sessions cost less than those that are held out of it, a month; null where nothing is held out, or too few
   * sessions tell. Beside it what answers are like. Always from when it was applied on, for a year.
   */
  held_out: experimentSchema
    .pick({ verdict: true, reason: true, quality: true })
    .extend({
      experiments: z.array(z.string()),
      saved_per_month: experimentSchema.shape.saved,
    })
    .nullable(),
  /** What `realised` is told by: the hold-out where it tells, else what the lever's savings on calls rest on. */
  basis: z.enum(savingBases),
  /** Whether the promise's interval holds what was realised: of the hold-out, else less what was before; null where one is not known, or the change acts beside another. */
  within_interval: z.boolean().nullable(),
});
export type Realised = z.infer<typeof realisedSchema>;

/** What a recommendation about capacity rests on, and what puts it into practice. */
export const recommendationPlanSchema = z.object({
  /** What the range of its dollars comes from; null where it has none. */
  range_basis: z.string().nullable(),
  /** What can go wrong with the money. */
  risks: z.array(z.string()),
  /** What would change the answer. */
  would_change: z.array(z.string()),
  /** Every price and fact that was used, with its age. */
  sources: z.array(planSourceSchema),
  /** What tools take; nothing is applied by itself. */
  exports: z.array(planExportSchema),
});
export type RecommendationPlan = z.infer<typeof recommendationPlanSchema>;

/** What of capacity is not recommended, and why: a plan says no, or lacks something. */
export const notPlannedSchema = z.object({
  kind: z.enum(recommendationKinds),
  /** What it is about: a model, a machine, an offer. */
  subject: z.string(),
  text: z.string(),
  /** What to do about it; null where nothing is missing and the answer is no. */
  mend: z.string().nullable(),
});
export type NotPlanned = z.infer<typeof notPlannedSchema>;

export const recommendationSchema = z.object({
  /** The same for the same change to the same traffic, whatever the range. */
  id: z.string(),
  kind: z.enum(recommendationKinds),
  phase: z.enum(programmePhases),
  /** Present where a lever acts by itself once the policy is changed. */
  lever: z.enum(leverNames).nullable(),
  scope: proposalScopeSchema,
  title: z.string(),
  /** What changes in the policy for the scope; null where there is nothing to write into one. */
  change: policyPatchSchema.nullable(),
  /** What a person does, step by step, where no policy does it. */
  steps: z.array(z.string()),
  /**
   * Beside all that stand before it in `order`: no dollar is in two recommendations. Null where it moves no dollars, or
   * how many is not known.
   */
  dollars_per_month: proposalSchema.shape.dollars_per_month.nullable(),
  saved_in_range: dollarsText.nullable(),
  calls: proposalSchema.shape.calls.nullable(),
  unknown_calls: count,
  evidence: proposalSchema.shape.evidence,
  confidence: z.object({ level: z.enum(confidenceLevels), reason: z.string() }),
  quality: proposalSchema.shape.quality,
  effort_hours: z.number().nonnegative(),
  depth: z.enum(historyDepths),
  /** Of what a plan recommends; null of all else. */
  plan: recommendationPlanSchema.nullable().default(null),
  /** Dollars a month that it is ranked by: weighed by confidence and risk, less the effort. */
  worth_per_month: dollarsText,
  /** Its place in the stack of changes, from 1: what stands before it acts before. 0 for what is about other dollars. */
  order: count,
  state: z.enum(recommendationStates),
  /** Oldest first; empty where nobody has done anything about it. */
  life: z.array(recommendationStepSchema),
  /**
   * True where it was opened again and history does not find it any more: it is told for its life alone, without dollars, and
   * is in no sum and in no phase.
   */
  found_no_more: z.boolean(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

/**
 * Which set is given. `kept`: at once the one that was worked out last for a range as long, with its age, however old it
 * is; while one is worked out anew, how far that is. `computed`: one that is worked out now, and waited for.
 */
export const recommendationSets = ["kept", "computed"] as const;
export const recommendationsQuery = timeRangeQuery.extend({
  set: z.enum(recommendationSets).default("kept"),
});

export const programmePhaseSchema = z.object({
  phase: z.enum(programmePhases),
  recommended: count,
  done: count,
  dismissed: count,
  /** Of what is open and accepted. */
  dollars_per_month: dollarsText,
  effort_hours: z.number().nonnegative(),
});

export const recommendationsReport = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  depth: z.enum(historyDepths),
  /** True where every call was simulated: the money is too. */
  simulated: z.boolean(),
  calls: count,
  calls_without_facts: count,
  calls_without_cost: count,
  simulated_left_out: count,
  sample: z.object({ stretches: count, of: count }).nullable(),
  /** Whether bills that the ledger holds reach into the range. */
  bills: z.boolean(),
  /** What the calls that were read cost, a month of 730 hours. */
  spend_per_month: dollarsText,
  /** The sum of what is open and accepted: each beside those before it, so never more than is spent. */
  saves_per_month: dollarsText,
  /** Worth most first. */
  recommendations: z.array(recommendationSchema),
  /** Changes that would save less than a thousandth of what is spent: not worth the change, and in no sum. */
  too_small: z.object({ count, dollars_per_month: dollarsText }),
  phases: z.array(programmePhaseSchema),
  /** What to do next: the worthiest of the earliest phase that has something open; null where nothing is. */
  next: z.string().nullable(),
  not_proposed: z.array(notProposedSchema),
  /** What was looked for and could not be seen, and why; on how many calls, where it is about calls. */
  not_seen: z.array(
    z.object({ kind: z.enum(recommendationKinds), reason: z.string(), calls: count.nullable() }),
  ),
  not_planned: z.array(notPlannedSchema),
});
export type NotSeen = z.infer<typeof recommendationsReport>["not_seen"][number];
export type RecommendationsReport = z.infer<typeof recommendationsReport>;

/** How far the working out of a set is. */
export const recommendationsWorkSchema = z.object({
  since: z.iso.datetime(),
  /** What is being done, for people; it may wait for other work on the history. */
  step: z.string(),
  done: count,
  of: count,
});
export type RecommendationsWork = z.infer<typeof recommendationsWorkSchema>;

/** A set, when it was worked out, and whether a newer one is on its way. */
export const recommendationsAnswer = recommendationsReport.extend({
  computed_at: z.iso.datetime(),
  /** Null where none is worked out anew. */
  computing: recommendationsWorkSchema.nullable(),
  /** Why the last try to work one out anew came to nothing; null where it did not fail. */
  refresh_failed: z.string().nullable(),
});
export type RecommendationsAnswer = z.infer<typeof recommendationsAnswer>;

/** There is no set of such a range yet: ask again. */
export const recommendationsPending = z.object({ computing: recommendationsWorkSchema });
export type RecommendationsPending = z.infer<typeof recommendationsPending>;

/** What is given at once: the set that is kept, or how far the first one is. */
export const recommendationsKept = z.union([recommendationsAnswer, recommendationsPending]);

/** What can be done about a recommendation; each state takes some of them. */
export const recommendationActions = ["accept", "apply", "dismiss", "reopen", "revert"] as const;
export type RecommendationAction = (typeof recommendationActions)[number];

export const recommendationActionRequest = z.strictObject({
  /** Who does it, as the list will say. */
  by: z.string().trim().min(1).max(100),
  note: z.string().trim().min(1).max(1_000).optional(),
  /** Shows what would be written and writes nothing. */
  dry_run: z.boolean().default(false),
  /** Of `apply`: the share of sessions that are held out, so that what it saves is measured; 0 for none, `holdout` of the detail unless said. */
  holdout: z.number().min(0).max(0.5).optional(),
});

export const recommendationDetail = z.object({
  recommendation: recommendationSchema,
  /** What can be done about it now. */
  actions: z.array(z.enum(recommendationActions)),
  /** What applying it writes into the policies, as a unified diff; null where it writes nothing. */
  diff: z.string().nullable(),
  /** The share of sessions that applying it holds out unless another is said; null where nothing can be held out of it. */
  holdout: z.number().nullable(),
  /** Why it cannot be written, where it cannot. */
  not_written: z.string().nullable(),
  /** What it came to since it was applied; null before. */
  realised: realisedSchema.nullable(),
});
export type RecommendationDetail = z.infer<typeof recommendationDetail>;
