import { z } from "zod";
import { attributionFields } from "../attribution.ts";
import { dollarsText } from "../dollars.ts";
import { leverNames } from "../levers.ts";
import { operations } from "../wire-format.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/**
 * What a history holds, the most certain last. `bills`: sums alone. `rows`: what calls used and cost. `facts`: digests,
 * places and settings of their requests too. `bodies`: what was said.
 */
export const historyDepths = ["bills", "rows", "facts", "bodies"] as const;
export type HistoryDepth = (typeof historyDepths)[number];

export const confidenceLevels = ["low", "medium", "high"] as const;
export type ConfidenceLevel = (typeof confidenceLevels)[number];

/**
 * What traffic a proposal is about: calls with these values. An empty text stands for calls without one; what is not named
 * can be any.
 */
export const proposalScopeSchema = z
  .strictObject({
    ...(Object.fromEntries(attributionFields.map((field) => [field, z.string()])) as Record<
      (typeof attributionFields)[number],
      z.ZodString
    >),
    model: z.string(),
    operation: z.enum(operations),
  })
  .partial();
export type ProposalScope = z.infer<typeof proposalScopeSchema>;

/** The parts of a policy that a proposal can change. */
const policyParts = [
  "exact_cache",
  "semantic_cache",
  "batch",
  "route",
  "output",
  "context",
  "prompt",
  "prefix_cache",
  "holdout",
] as const;

/** What would change in a policy for the scope; members that are not named stay as they are. */
export const policyPatchSchema = z.partialRecord(
  z.enum(policyParts),
  z.record(z.string(), z.unknown()),
);
export type PolicyPatch = z.infer<typeof policyPatchSchema>;

/** What a saving comes to in a month of 730 hours (365 days ÷ 12). */
const monthlySchema = z.object({
  estimate: dollarsText,
  /** The middle 95 % of what such histories come to; null where there are too few days or hours to tell. */
  low: dollarsText.nullable(),
  high: dollarsText.nullable(),
});

export const proposalSchema = z.object({
  /** The same for the same change to the same traffic, whatever the range. */
  id: z.string(),
  lever: z.enum(leverNames),
  scope: proposalScopeSchema,
  title: z.string(),
  change: policyPatchSchema,
  dollars_per_month: monthlySchema,
  /** What the change would have saved on the calls that were read, on these very ones. */
  saved_in_range: dollarsText,
  /** Calls that it would have saved on, calls that it would have cost on, and all of its scope. */
  calls: z.object({ saving: count, costing: count, in_scope: count }),
  /** Calls on which what it would have saved is not known: they add nothing. */
  unknown_calls: count,
  evidence: z.object({
    /** The calls that it would have saved most on, at most twenty. */
    call_ids: z.array(z.string()).max(20),
    figures: z.array(z.object({ what: z.string(), value: z.string() })),
  }),
  confidence: z.object({ level: z.enum(confidenceLevels), reason: z.string() }),
  quality: z.object({
    risk: z.enum(["none", "low", "medium", "high"]),
    reason: z.string(),
    /** How it would be seen that answers got worse. */
    check: z.string(),
  }),
  effort_hours: z.number().nonnegative(),
  depth: z.enum(historyDepths),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** Why a lever proposes nothing for some calls. */
export const notProposedSchema = z.object({
  lever: z.enum(leverNames),
  scope: proposalScopeSchema,
  reason: z.string(),
  calls: count,
});
export type NotProposed = z.infer<typeof notProposedSchema>;

export const proposalsQuery = timeRangeQuery;

export const proposalsReport = z.object({
  /** The range from its first call on. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  depth: z.enum(historyDepths),
  /** True where every call was simulated: the money is too. Simulated calls stand apart from real ones. */
  simulated: z.boolean(),
  calls: count,
  calls_without_facts: count,
  calls_without_cost: count,
  /** Attempts that are no call's last: their cost is in `spend`, and nothing is simulated on them. */
  other_attempts: count,
  /** Simulated calls that were left out beside real ones. */
  simulated_left_out: count,
  /** Where the range held more calls than are read: how many stretches of it were, of how many. Null where all were. */
  sample: z.object({ stretches: count, of: count }).nullable(),
  spend: dollarsText,
  /** The most dollars first. Each is worked out alone: two of them can be about the same dollar. */
  proposals: z.array(proposalSchema),
  not_proposed: z.array(notProposedSchema),
});
export type ProposalsReport = z.infer<typeof proposalsReport>;
