import type { OutcomeMeasures, OutcomesReport } from "@headgate/contract";

const measures = (change: Partial<OutcomeMeasures>): OutcomeMeasures => ({
  outcomes: 120,
  accepted: 100,
  joined: { call: 0, trace: 20, session: 90, tags: 0, window: 0, none: 9, too_many_calls: 1 },
  accepted_with_calls: 96,
  sharing: 4,
  calls: 480,
  attempts: 500,
  failed_attempts: 20,
  unpriced_attempts: 2,
  unmetered_attempts: 1,
  tokens: 960_000,
  cost: "48.000000000000",
  failed_cost: "3.100000000000",
  rejected_cost: "6.000000000000",
  simulated_cost: "0.000000000000",
  cost_per_outcome: "0.500000000000",
  is_lower_bound: true,
  accepted_per_thousand_tokens: "0.100000000000",
  value: null,
  outcomes_with_value: 0,
  ...change,
});
const step = { group: null, is_other: false };

/** A constructed report of two weeks with outcomes of one name. */
export const outcomesAnswer: OutcomesReport = {
  names: [
    { name: null, ...measures({}) },
    { name: "ticket_resolved", ...measures({}) },
  ],
  rows: [
    {
      ...step,
      name: "ticket_resolved",
      start: "2026-11-02T00:00:00.000Z",
      ...measures({
        outcomes: 60,
        accepted: 40,
        cost: "28.000000000000",
        cost_per_outcome: "0.700000000000",
      }),
    },
    {
      ...step,
      name: "ticket_resolved",
      start: "2026-11-09T00:00:00.000Z",
      ...measures({
        outcomes: 60,
        accepted: 0,
        cost: "20.000000000000",
        cost_per_outcome: null,
        is_lower_bound: false,
        accepted_per_thousand_tokens: null,
      }),
    },
  ],
  coverage: {
    calls: 600,
    cost: "60.000000000000",
    unpriced_attempts: 2,
    under_outcomes: { calls: 480, cost: "48.000000000000", unpriced_attempts: 2 },
    under_none: { calls: 120, cost: "12.000000000000", unpriced_attempts: 0 },
  },
};
