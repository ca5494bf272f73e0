import type { Recommendation } from "@headgate/contract";

/** A constructed recommendation. */
export const recommendation: Recommendation = {
  id: "a1",
  kind: "exact-cache",
  phase: "quick_wins",
  lever: "exact-cache",
  scope: { model: "gpt-5", feature: "faq", operation: "chat" },
  title: "Answer repeated questions to gpt-5 of faq from the exact cache",
  change: { exact_cache: { when: "deterministic" } },
  steps: [],
  dollars_per_month: {
    estimate: "12.000000000000",
    low: "9.000000000000",
    high: "15.000000000000",
  },
  saved_in_range: "11.000000000000",
  calls: { saving: 100, costing: 0, in_scope: 300 },
  unknown_calls: 0,
  evidence: { call_ids: ["call-1"], figures: [{ what: "of them answered", value: "100" }] },
  confidence: { level: "high", reason: "Constructed." },
  quality: { risk: "none", reason: "The same answer.", check: "Compare them." },
  effort_hours: 0.5,
  depth: "facts",
  plan: null,
  worth_per_month: "6.633333333333",
  order: 1,
  state: "open",
  life: [],
  found_no_more: false,
};
