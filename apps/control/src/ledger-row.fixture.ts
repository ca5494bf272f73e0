import { type LedgerRow, ledgerRowSchema, rowId } from "@headgate/contract";

type Overrides = Partial<LedgerRow> & { call_id: string };

/** A priced, completed attempt of one call; what matters to a test is said by the test. */
export function ledgerRow(overrides: Overrides): LedgerRow {
  const attempt = overrides.attempt ?? 0;
  return ledgerRowSchema.parse({
    row_id: rowId(overrides.call_id, attempt),
    attempt,
    final: true,
    started_at_ms: Date.parse("2026-11-20T12:00:00Z"),
    duration_ms: 812.5,
    time_to_first_token_ms: 120,
    source: "gateway",
    simulated: false,
    wire_format: "openai.chat_completions",
    operation: "chat",
    provider: "openai",
    request_model: "gpt-test",
    response_model: "gpt-test",
    stream: false,
    outcome: "completed",
    status: 200,
    usage_origin: "provider",
    usage: { input: 1000, output: 200 },
    raw_usage: { prompt_tokens: 1000, completion_tokens: 200 },
    ...costing("0.003000000000"),
    savings: [],
    attribution: { team: "support" },
    tags: {},
    request_bytes: 400,
    response_bytes: 900,
    ...overrides,
  });
}

/** An exact charge in dollars, at list price and without discounts. */
export const costing = (cost: string): Pick<LedgerRow, "charge" | "baseline_cost"> => ({
  charge: {
    confidence: "exact",
    list_cost: cost,
    contracted_cost: cost,
    effective_cost: cost,
    billed_cost: cost,
    lines: [],
  },
  baseline_cost: cost,
});
