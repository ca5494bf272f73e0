import { type LedgerRow, rowId } from "@headgate/contract";

/** When the first of the constructed rows began. */
export const FIRST_MS = Date.UTC(2026, 6, 14, 12);
const STEP_MS = 60_000;

/** What each constructed row cost, in picodollars: no two runs of sums hide a lost row behind a doubled one. */
const costOf = (index: number): bigint => 1_000_000n + BigInt(index) * 7n;

const dollarsOf = (amount: bigint): string => `0.${String(amount).padStart(12, "0")}`;

/** A constructed call, a minute after the one before, as a source writes it down. */
export function constructedRow(index: number, source: LedgerRow["source"] = "gateway"): LedgerRow {
  const callId = source === "gateway" ? `row-${index}` : `${source}:row-${index}`;
  const cost = dollarsOf(costOf(index));
  return {
    ...{ row_id: rowId(callId, 0), call_id: callId, attempt: 0, final: true, source },
    ...{ started_at_ms: FIRST_MS + index * STEP_MS, duration_ms: 800, simulated: true },
    ...{ wire_format: "openai.chat_completions", operation: "chat", provider: "openai" },
    ...{ request_model: "gpt-4o-mini", response_model: "gpt-4o-mini" },
    response_id: `resp_constructed_${String(index).padStart(12, "0")}`,
    ...{ stream: false, outcome: "completed", status: 200, usage_origin: "provider" },
    ...{ usage: { input: 10, output: 5 }, raw_usage: { prompt_tokens: 10, completion_tokens: 5 } },
    charge: {
      ...{ confidence: "exact", list_cost: cost, contracted_cost: cost },
      ...{ effective_cost: cost, billed_cost: cost, lines: [] },
    },
    ...{ baseline_cost: cost, savings: [], key_id: "key", attribution: {}, tags: {} },
    ...{ request_bytes: 500, response_bytes: 300 },
  };
}

/** The exact sum of the first rows' costs, as a decimal text of dollars. */
export const costOfFirst = (rows: number): string =>
  dollarsOf(Array.from({ length: rows }, (_, index) => costOf(index)).reduce((a, b) => a + b, 0n));
