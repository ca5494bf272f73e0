import { z } from "zod";

/** Why a call went to the model that it went to, each with a sentence for people. */
export const routeReasons = {
  certified: "Labels certify that a cheaper model keeps the promised quality on such calls.",
  cascaded:
    "Labels certify a cheaper model's answers once they are looked at: those that do not stand go to the reference.",
  assumed: "No labels yet: the policy assumes that a model of this tier does for the task.",
  paced: "The policy's dollars a day buy this model for such a call.",
  not_certified: "Labels do not certify a cheaper model for such calls: the reference answers.",
  no_cheaper_fit: "No cheaper model of the pool can take the call.",
  reference_best: "No cheaper model is expected to be good enough for this call.",
  unlike_labelled:
    "The prompt is unlike those that the task's labels are of: they say nothing of it, and the reference answers.",
  answers_worse:
    "Newest answers or labels of what is certified are worse than they were: the reference answers until tries are good again.",
  committed_capacity:
    "Capacity of the reference that is paid for already has room: its answer costs nothing more.",
  kept_prefix: "A cheaper model would save less than the cached prefix that it loses.",
  shadow: "The policy only looks on: the reference answers.",
  client_named_provider: "The client named a provider.",
  gave_set_aside:
    "The reference failed: the cheaper model's answer was given, though it had not stood the checks.",
  failed: "Choosing failed: the reference answers.",
} as const;
export type RouteReason = keyof typeof routeReasons;
export const routeReasonNames = Object.keys(routeReasons) as [RouteReason, ...RouteReason[]];

/** What a call's row says of the choice of its model. */
export const routeUseSchema = z.strictObject({
  /** The model that quality is held against, as provider/model: the baseline is what it would have cost. */
  reference: z.string().min(1).max(512),
  /** The model that was chosen, as provider/model; in shadow: that would have been. */
  chosen: z.string().min(1).max(512),
  reason: z.enum(routeReasonNames),
  /** The kind of task that the call was taken for; absent where that is not plain. */
  task: z.string().min(1).max(64).optional(),
  /** A salted digest of what the call has in common with others of its task. */
  fingerprint: z.string().min(1).max(64).optional(),
  /** Expected quality of the chosen model and of the reference, from 0 to 1; absent where nothing was learned. */
  expected: z.number().optional(),
  expected_of_reference: z.number().optional(),
  /** Whether this attempt's answer stood the checks of a cascade; absent where there was none. */
  accepted: z.boolean().optional(),
});
export type RouteUse = z.infer<typeof routeUseSchema>;
