import type { AnalyzeResult, SpendByRow } from "@headgate/contract";
import { divideRounded, formatDollars, parseDollars } from "@headgate/money";
import type { Ledger } from "./ask-ledger.ts";
import type { Days } from "./days.ts";

type Models = AnalyzeResult["models"];

const MOST_MODELS = 1_000;
const MOST_SHOWN = 50;

/** What a call costs, for each model and operation: the dearest in all first. */
export async function loadModels(ledger: Ledger, days: Days): Promise<Models> {
  const operations = await ledger.spendBy(days, { by: "operation", limit: MOST_MODELS });
  const rows: Models["rows"] = [];
  let leftOut = 0;
  for (const { group: operation } of operations.rows) {
    if (operation === null) continue;
    const models = await ledger.spendBy(days, { by: "model", operation, limit: MOST_MODELS });
    rows.push(...models.rows.map((row) => modelOf(row, operation)));
    leftOut += models.left_out;
  }
  rows.sort((a, b) => {
    const difference = parseDollars(b.effective_cost) - parseDollars(a.effective_cost);
    return difference === 0n ? b.calls - a.calls : difference > 0n ? 1 : -1;
  });
  return {
    rows: rows.slice(0, MOST_SHOWN),
    left_out: leftOut + Math.max(0, rows.length - MOST_SHOWN),
  };
}

const modelOf = (row: SpendByRow, operation: string): Models["rows"][number] => ({
  model: row.group,
  operation,
  calls: row.calls,
  attempts: row.attempts,
  failed_attempts: row.failed_attempts,
  unpriced_attempts: row.unpriced_attempts,
  unmetered_attempts: row.unmetered_attempts,
  input_tokens: row.input_tokens,
  cache_read_tokens: row.cache_read_tokens,
  output_tokens: row.output_tokens,
  effective_cost: row.effective_cost,
  effective_cost_per_million_tokens: row.effective_cost_per_million_tokens,
  cost_per_call: costPerCall(row),
  cache_read_share: row.input_tokens === 0 ? null : row.cache_read_tokens / row.input_tokens,
  error_share: row.attempts === 0 ? null : row.failed_attempts / row.attempts,
});

/**
 * Effective dollars for a call, the failed attempts of it included; null where no price is known. Where some are
 * not, it is what a call costs at least.
 */
const costPerCall = ({
  calls,
  attempts,
  unpriced_attempts,
  effective_cost,
}: Pick<SpendByRow, "calls" | "attempts" | "unpriced_attempts" | "effective_cost">):
  | string
  | null =>
  calls === 0 || unpriced_attempts >= attempts
    ? null
    : formatDollars(divideRounded(parseDollars(effective_cost), BigInt(calls)));
