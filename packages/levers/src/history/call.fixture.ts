import { type HistoryRow, historyRowSchema, type Usage } from "@headgate/contract";
import { formatDollars, type Picodollars, picodollars } from "@headgate/money";
import type { History, HistoryCall } from "./history.ts";

/** A constructed call at a thousand picodollars a token of input and four thousand of output. */
export function historyCall(
  id: string,
  row: Partial<HistoryRow> = {},
  more: Partial<Omit<HistoryCall, "row">> = {},
): HistoryCall {
  const usage = row.usage ?? { input: 1_000, output: 100 };
  const cost = priced(usage);
  return {
    row: historyRowSchema.parse({
      row_id: `${id}:0`,
      call_id: id,
      final: true,
      source: "gateway",
      simulated: false,
      operation: "chat",
      provider: "anthropic",
      request_model: "claude-sonnet-4-5",
      started_at_ms: 0,
      duration_ms: 100,
      outcome: "completed",
      status: 200,
      response_bytes: 500,
      usage_origin: "provider",
      key_id: "key_1",
      attribution: {},
      charge: {
        confidence: "exact",
        list_cost: formatDollars(cost),
        contracted_cost: formatDollars(cost),
        effective_cost: formatDollars(cost),
        billed_cost: formatDollars(cost),
        lines: [],
      },
      baseline_cost: formatDollars(cost),
      savings: [],
      ...row,
      usage,
    }),
    cost,
    kind: "anthropic",
    format: "anthropic.messages",
    model: "claude-sonnet-4-5",
    ...more,
  };
}

function priced({
  input = 0,
  output = 0,
  cache_read = 0,
  cache_write_5m = 0,
  cache_write_1h = 0,
}: Usage): Picodollars {
  const millis = input * 1_000 + cache_read * 100 + cache_write_5m * 1_250 + cache_write_1h * 2_000;
  return picodollars(BigInt(millis + output * 4_000));
}

export const historyOf = (
  calls: readonly HistoryCall[],
  range: Partial<Pick<History, "fromMs" | "toMs">> = {},
): History => ({
  fromMs: 0,
  toMs: 86_400_000,
  calls,
  depth: "facts",
  price: (_call, usage, tier) => picodollars(priced(usage) / (tier === "batch" ? 2n : 1n)),
  ...range,
});

/** A digest as rows have them, of a short name. */
export const digestOf = (name: string): string => name.padEnd(22, "_").slice(0, 22);
