import type { RerateJob } from "@headgate/contract";

const none = {
  list_cost: "0.000000000000",
  effective_cost: "0.000000000000",
  unpriced_attempts: 2,
};

/** A preview in which one model got its price and another was corrected. */
export const previewJob: RerateJob = {
  id: "job-1",
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-25T00:00:00.000Z",
  price_book: "2026-11-25/0123456789ab",
  apply: false,
  state: "done",
  started_at: "2026-11-25T00:00:00.000Z",
  progress: { attempts_done: 5, attempts_total: 5 },
  difference: {
    attempts: 5,
    revised_attempts: 3,
    kept: [{ reason: 'no provider "old" is configured any more', attempts: 1 }],
    before: {
      list_cost: "2.000000000000",
      effective_cost: "2.000000000000",
      unpriced_attempts: 2,
    },
    after: {
      list_cost: "2.500000000000",
      effective_cost: "2.500000000000",
      unpriced_attempts: 0,
    },
    list_cost_difference: "0.500000000000",
    effective_cost_difference: "0.500000000000",
    simulated_difference: "0.250000000000",
    by_model: [
      {
        provider: "main",
        model: "new",
        attempts: 2,
        before: none,
        after: { ...none, effective_cost: "1.000000000000", unpriced_attempts: 0 },
        effective_cost_difference: "1.000000000000",
      },
      {
        provider: "main",
        model: null,
        attempts: 1,
        before: { ...none, effective_cost: "1.000000000000", unpriced_attempts: 0 },
        after: { ...none, effective_cost: "0.500000000000", unpriced_attempts: 0 },
        effective_cost_difference: "-0.500000000000",
      },
    ],
    by_cause: [
      { cause: "now_priced", attempts: 2, effective_cost_difference: "1.000000000000" },
      { cause: "correction", attempts: 1, effective_cost_difference: "-0.500000000000" },
    ],
  },
  rerating: null,
  error: null,
};
