import type { RerateJob } from "@headgate/contract";

const unpricedBefore = {
  list_cost: "0.000000000000",
  effective_cost: "0.000000000000",
  unpriced_attempts: 40,
};
export const rerateJob: Omit<RerateJob, "from" | "to" | "apply" | "rerating"> = {
  id: "job-1",
  price_book: "2026-11-23/5f3a9c01d2e4",
  state: "done",
  started_at: "2026-11-23T08:00:00.000Z",
  progress: { attempts_done: 1_240, attempts_total: 1_240 },
  difference: {
    attempts: 1_240,
    revised_attempts: 60,
    kept: [{ reason: 'no provider "old" is configured any more', attempts: 3 }],
    before: {
      list_cost: "1.100000000000",
      effective_cost: "1.100000000000",
      unpriced_attempts: 43,
    },
    after: { list_cost: "1.075000000000", effective_cost: "1.075000000000", unpriced_attempts: 3 },
    list_cost_difference: "-0.025000000000",
    effective_cost_difference: "-0.025000000000",
    simulated_difference: "-0.005000000000",
    by_model: [
      {
        provider: "openai",
        model: "gpt-4o-mini",
        attempts: 20,
        before: {
          list_cost: "0.080000000000",
          effective_cost: "0.080000000000",
          unpriced_attempts: 0,
        },
        after: {
          list_cost: "0.040000000000",
          effective_cost: "0.040000000000",
          unpriced_attempts: 0,
        },
        effective_cost_difference: "-0.040000000000",
      },
      {
        provider: "anthropic",
        model: "claude-haiku-4-5",
        attempts: 40,
        before: unpricedBefore,
        after: {
          list_cost: "0.015000000000",
          effective_cost: "0.015000000000",
          unpriced_attempts: 0,
        },
        effective_cost_difference: "0.015000000000",
      },
    ],
    by_cause: [
      { cause: "now_priced", attempts: 40, effective_cost_difference: "0.015000000000" },
      { cause: "correction", attempts: 20, effective_cost_difference: "-0.040000000000" },
    ],
  },
  error: null,
};
