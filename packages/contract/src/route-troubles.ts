import { z } from "zod";

/** What can go wrong with the quality of routed calls, each with a sentence for people. */
export const routeTroubles = {
  certificate_lost:
    "Newer labels do not certify a cheaper model any more: the reference answers these calls.",
  certificate_aged:
    "No label has upheld a certificate for 30 days, and it ended: the reference answers these calls.",
  learned_anew:
    "What was learned before could not be read, and its certificates are gone: it is learned anew.",
  answers_worse:
    "Newest answers of a cheaper model, or labels, are worse than what it was chosen by: the reference answers these calls until its tries are good again.",
  bound_dropped: "Newer labels certify less than half of what was saved.",
  model_rubbish:
    "Most answers of a model were not accepted: calls of a key do not go to it for now.",
  model_missing:
    "A provider says that a model is not there: calls and tries do not go to it for now.",
  pools_crowded:
    "More models are asked for than routing learns of at once: what is known of those that were asked for least is set down until it is asked for again.",
  judge_failed: "A judge is not believed: its labels certify nothing.",
} as const;
export type RouteTroubleKind = keyof typeof routeTroubles;
export const routeTroubleKinds = Object.keys(routeTroubles) as [
  RouteTroubleKind,
  ...RouteTroubleKind[],
];

export const routeTroubleSchema = z.object({
  kind: z.enum(routeTroubleKinds),
  at: z.iso.datetime(),
  /** Null where it is about no one policy, or no one task. */
  policy: z.string().nullable(),
  fingerprint: z.string().nullable(),
  /** The model of the pool, or the judge; null where it is about all of a pool. */
  model: z.string().nullable(),
  /** What else must be known, in words. */
  note: z.string().nullable(),
});
export type RouteTrouble = z.infer<typeof routeTroubleSchema>;

/** What went wrong last with the quality of routed calls, newest first. */
export const routeTroublesResponse = z.object({ troubles: z.array(routeTroubleSchema) });
