import type { SpendByRow, SpendOverTimeRow, Totals } from "@headgate/contract";

/** Totals of a range in which all went well. */
export const totals: Totals = {
  calls: 100,
  attempts: 110,
  failed_attempts: 0,
  unpriced_attempts: 0,
  unpriced_tokens: 0,
  unmetered_attempts: 0,
  input_tokens: 80_000,
  cache_read_tokens: 20_000,
  output_tokens: 20_000,
  reasoning_tokens: 0,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "3.000000000000",
  effective_cost: "3.000000000000",
  billed_cost: "3.000000000000",
  baseline_cost: "3.000000000000",
  compared_baseline_cost: "3.000000000000",
  compared_effective_cost: "3.000000000000",
  effective_cost_per_million_tokens: "30.000000000000",
  simulated_cost: "0.000000000000",
};

export const spendRow = (group: string | null, more: Partial<SpendByRow> = {}): SpendByRow => ({
  ...totals,
  group,
  ...more,
});

export const overTimeRow = (
  start: string,
  group: string | null,
  effective_cost: string,
  more: Partial<SpendOverTimeRow> = {},
): SpendOverTimeRow => ({
  start,
  group,
  is_other: false,
  calls: 1,
  unpriced_attempts: 0,
  input_tokens: 900,
  cache_read_tokens: 0,
  output_tokens: 100,
  effective_cost,
  ...more,
});
