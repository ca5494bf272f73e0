import type { TokensReport, TokenUse } from "@headgate/contract";

/** Constructed. */
const red: TokenUse = {
  calls: 900,
  attempts: 910,
  input_tokens: 4_000_000,
  parts: {
    system: 1_000_000,
    tools: 500_000,
    history: 1_500_000,
    tool_results: 0,
    documents: 600_000,
    user: 200_000,
  },
  not_told_tokens: 200_000,
  told_attempts: 850,
  not_told_attempts: 50,
  uncached_tokens: 2_500_000,
  cache_read_tokens: 1_400_000,
  cache_write_tokens: 100_000,
  visible_tokens: 300_000,
  reasoning_tokens: 100_000,
  effective_cost: "12.500000000000",
  unpriced_attempts: 2,
  simulated_cost: "2.500000000000",
  costs: {
    input: "6.000000000000",
    cache_read: "0.500000000000",
    cache_write_5m: "0.400000000000",
    output: "4.500000000000",
    reasoning: "1.000000000000",
  },
  other_cost: "0.100000000000",
};
const none: TokenUse = {
  ...red,
  calls: 10,
  attempts: 10,
  unpriced_attempts: 0,
  effective_cost: "0.000000000000",
};

export const tokensAnswer: TokensReport = {
  total: red,
  groups: [
    { group: "red", is_other: false, ...red },
    { group: null, is_other: false, ...none },
  ],
  left_out: 0,
  course: [{ start: "2026-11-20T00:00:00.000Z", ...red }],
  levers: [
    {
      lever: "exact-cache",
      basis: "exact",
      calls: 40,
      known: 39,
      unknown: 1,
      saved: "0.390000000000",
      simulated: "0.000000000000",
      input_tokens: 80_000,
      output_tokens: 9_000,
    },
    {
      lever: "context",
      basis: "estimated",
      calls: 30,
      known: 30,
      unknown: 0,
      saved: "-0.020000000000",
      simulated: "-0.020000000000",
      input_tokens: 12_000,
      output_tokens: null,
    },
    {
      lever: "prompt",
      basis: "estimated",
      calls: 3,
      known: 0,
      unknown: 3,
      saved: "0.000000000000",
      simulated: "0.000000000000",
      input_tokens: null,
      output_tokens: null,
    },
  ],
  changes: [
    { lever: "context", did: "old_turns", calls: 30, count: 120, input_tokens: 12_000 },
    { lever: "prompt", did: "shortened", calls: 3, count: null, input_tokens: null },
  ],
};
