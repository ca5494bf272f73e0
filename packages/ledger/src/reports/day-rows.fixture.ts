import type { LedgerRow, Totals } from "@headgate/contract";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";

export const DOLLAR = 1_000_000_000_000n;
export const iso = (ms: number): string => new Date(ms).toISOString();
/** The day of {@link NOON_MS}. */
export const day = { from: "2026-07-15T00:00:00Z", to: "2026-07-16T00:00:00Z" };
export const DAY_START_MS = Date.parse(day.from);
export const DAY_END_MS = Date.parse(day.to);

/**
 * Four calls on one day. `plain`: one attempt. `retried`: an error that cost nothing, then an answer.
 * `unpriced`: no price. `broken`: the process died after its first attempt, which left no usage.
 */
export const dayRows: readonly LedgerRow[] = [
  attempt({
    call_id: "plain",
    usage: { input: 60, cache_read: 30, cache_read_audio: 10, output: 30, reasoning: 20 },
    charge: {
      confidence: "exact",
      list_cost: dollarsOf(4n * DOLLAR),
      contracted_cost: dollarsOf(3n * DOLLAR),
      effective_cost: dollarsOf(2n * DOLLAR),
      billed_cost: dollarsOf(DOLLAR),
      lines: [],
    },
    baseline_cost: dollarsOf(5n * DOLLAR),
    attribution: { team: "red", user: "ann" },
    tags: { job: "nightly" },
    response_model: "gpt-5-2026",
  }),
  attempt({
    call_id: "retried",
    final: false,
    started_at_ms: NOON_MS + 1_000,
    duration_ms: 500,
    provider: "anthropic",
    request_model: "claude",
    outcome: "provider_error",
    status: 529,
    usage_origin: "none",
    usage: {},
    cost: 0n,
    attribution: { team: "blue" },
  }),
  attempt({
    call_id: "retried",
    attempt: 1,
    started_at_ms: NOON_MS + 3_000,
    duration_ms: 400,
    time_to_first_token_ms: 150,
    usage: { input: 10, output: 5 },
    cost: DOLLAR,
    simulated: true,
    attribution: { team: "blue" },
  }),
  attempt({
    call_id: "unpriced",
    started_at_ms: NOON_MS + HOUR_MS,
    request_model: "mystery",
    usage: { input: 7, output: 3 },
    cost: null,
  }),
  attempt({
    call_id: "broken",
    final: false,
    started_at_ms: NOON_MS + HOUR_MS + 1,
    outcome: "interrupted",
    usage_origin: "none",
    usage: {},
    cost: null,
    attribution: { team: "red" },
  }),
];
export const dayTotals: Totals = {
  calls: 4,
  attempts: 5,
  failed_attempts: 2,
  unpriced_attempts: 2,
  unpriced_tokens: 10,
  unmetered_attempts: 1,
  input_tokens: 117,
  cache_read_tokens: 40,
  output_tokens: 58,
  reasoning_tokens: 20,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "5.000000000000",
  effective_cost: "3.000000000000",
  billed_cost: "2.000000000000",
  baseline_cost: "6.000000000000",
  compared_baseline_cost: "6.000000000000",
  compared_effective_cost: "3.000000000000",
  // $3 over the 165 tokens of priced attempts.
  effective_cost_per_million_tokens: "18181.818181818182",
  simulated_cost: "1.000000000000",
};
export const noTotals: Totals = {
  calls: 0,
  attempts: 0,
  failed_attempts: 0,
  unpriced_attempts: 0,
  unpriced_tokens: 0,
  unmetered_attempts: 0,
  input_tokens: 0,
  cache_read_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "0.000000000000",
  effective_cost: "0.000000000000",
  billed_cost: "0.000000000000",
  baseline_cost: "0.000000000000",
  compared_baseline_cost: "0.000000000000",
  compared_effective_cost: "0.000000000000",
  effective_cost_per_million_tokens: null,
  simulated_cost: "0.000000000000",
};
