import type { Billing, PrecedenceReport, Totals } from "@headgate/contract";

export const totals: Totals = {
  calls: 1_234,
  attempts: 1_240,
  failed_attempts: 6,
  unpriced_attempts: 2,
  unpriced_tokens: 900,
  unmetered_attempts: 1,
  input_tokens: 4_500_000,
  cache_read_tokens: 120_000,
  output_tokens: 800_000,
  reasoning_tokens: 0,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "1.155000000000",
  effective_cost: "1.149999999999",
  billed_cost: "1.149999999999",
  baseline_cost: "1.155000000000",
  compared_baseline_cost: "1.155000000000",
  compared_effective_cost: "1.149999999999",
  effective_cost_per_million_tokens: "0.216981132075",
  simulated_cost: "1.149999999999",
};

export const precedence: PrecedenceReport = {
  calls: [
    { source: "gateway", counted: 1_200, seen_elsewhere: 0, counted_by: [] },
    {
      source: "litellm",
      counted: 40,
      seen_elsewhere: 1_100,
      counted_by: [{ source: "gateway", attempts: 1_100 }],
    },
  ],
  bills: [
    { source: "aws_cur", counted: 1, seen_elsewhere: 0, counted_by: [] },
    {
      source: "aws_cost_explorer",
      counted: 0,
      seen_elsewhere: 1,
      counted_by: [{ source: "aws_cur", statements: 1 }],
    },
  ],
};

export const billing: Billing = {
  first_day: "2026-11-01",
  last_day: "2026-11-22",
  billed_cost: "40.000000000000",
  credited: "25.000000000000",
  to_pay: "15.000000000000",
  unpriced_attempts: 2,
  simulated_cost: "1.149999999999",
  credits: [
    {
      name: "startup-credits",
      granted: "100.000000000000",
      used_before: "75.000000000000",
      used: "25.000000000000",
      left: "0.000000000000",
      valid_from: "2026-02-01",
      valid_to: "2027-02-01",
    },
  ],
  currency: {
    code: "EUR",
    billed: "36.852000000000",
    credited: "23.032500000000",
    to_pay: "13.819500000000",
    parts: [
      {
        valid_from: "2026-01-01",
        per_dollar: "0.9213",
        billed_cost: "40.000000000000",
        credited: "25.000000000000",
      },
    ],
    without_rate: "0.000000000000",
  },
};

export const groups = [
  { group: "gpt-4o-mini", ...totals, calls: 1_000, unpriced_attempts: 0 },
  {
    group: "claude-haiku-4-5",
    ...totals,
    calls: 230,
    effective_cost: "0.000012345678",
    unpriced_attempts: 0,
  },
  { group: null, ...totals, calls: 4, effective_cost_per_million_tokens: null },
];
