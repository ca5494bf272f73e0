import type { RecommendationStep } from "@headgate/contract";
import type { FollowedRecommendation } from "@headgate/ledger";

/** A constructed recommendation as it is kept: answers of a feature of its own from the exact cache, for $10 a month. */
export const recommended = (
  id: string,
  more: Partial<FollowedRecommendation["recommendation"]> = {},
): FollowedRecommendation["recommendation"] => ({
  id,
  kind: "exact-cache",
  phase: "quick_wins",
  lever: "exact-cache",
  scope: { feature: id },
  title: `Answer repeated questions of ${id} from the exact cache`,
  change: { exact_cache: { when: "always" } },
  steps: [],
  dollars_per_month: {
    estimate: "10.000000000000",
    low: "8.000000000000",
    high: "12.000000000000",
  },
  saved_in_range: "10.000000000000",
  calls: { saving: 1, costing: 0, in_scope: 2 },
  unknown_calls: 0,
  evidence: { call_ids: [], figures: [] },
  confidence: { level: "high", reason: "Constructed." },
  quality: { risk: "none", reason: "None.", check: "None." },
  effort_hours: 0.5,
  depth: "facts",
  plan: null,
  worth_per_month: "10.000000000000",
  order: 1,
  ...more,
});

/** That ann applied one by hand. */
export const applied = (atMs: number): RecommendationStep => ({
  state: "applied",
  at: new Date(atMs).toISOString(),
  by: "ann",
  note: null,
  config_version: null,
});
