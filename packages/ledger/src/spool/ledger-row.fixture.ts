import { type LedgerRow, rowId } from "@headgate/contract";
import fc from "fast-check";

/** A row as the gateway writes it, for the call with this number. */
export function exampleRow(call: number, changes: Partial<LedgerRow> = {}): LedgerRow {
  const callId = `call-${call}`;
  return {
    row_id: rowId(callId, 0),
    call_id: callId,
    attempt: 0,
    final: true,
    client_call_id: `order-${call}`,
    started_at_ms: 1_795_000_000_000 + call,
    duration_ms: 812.25,
    time_to_first_token_ms: 211.5,
    source: "gateway",
    simulated: false,
    wire_format: "openai.chat_completions",
    operation: "chat",
    provider: "openai",
    request_model: "gpt-4.1-mini",
    response_model: "gpt-4.1-mini-2025-04-14",
    response_id: "chatcmpl-Bq1v0ZsXcQ7",
    stream: true,
    outcome: "completed",
    status: 200,
    usage_origin: "provider",
    usage: { input: 1200, cache_read: 800, output: 310 },
    raw_usage: { prompt_tokens: 2000, completion_tokens: 310, total_tokens: 2310 },
    charge: {
      confidence: "exact",
      list_cost: "0.001056000000",
      contracted_cost: "0.001056000000",
      effective_cost: "0.001056000000",
      billed_cost: "0.001056000000",
      lines: [
        {
          component: "input",
          quantity: 1200,
          unit_price: "0.000000400000",
          list_cost: "0.000480000000",
          price_record: "openai/gpt-4.1-mini/input/2025-04-14",
        },
        {
          component: "cache_read",
          quantity: 800,
          unit_price: "0.000000100000",
          list_cost: "0.000080000000",
          price_record: "openai/gpt-4.1-mini/cache_read/2025-04-14",
        },
        {
          component: "output",
          quantity: 310,
          unit_price: "0.000001600000",
          list_cost: "0.000496000000",
          price_record: "openai/gpt-4.1-mini/output/2025-04-14",
        },
      ],
    },
    baseline_cost: "0.001056000000",
    savings: [],
    key_id: "key_1",
    attribution: { team: "support", feature: "answers" },
    tags: { region: "eu" },
    request_bytes: 9321,
    response_bytes: 18_234,
    ...changes,
  };
}

/** What may differ from row to row in ways that matter to a file: any text, any length. */
export const rowChanges: fc.Arbitrary<Partial<LedgerRow>> = fc.record({
  provider: fc.string({ unit: "binary", maxLength: 40 }),
  raw_usage: fc.jsonValue({ stringUnit: "binary" }),
});
