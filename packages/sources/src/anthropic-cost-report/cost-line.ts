import { billedKeyTags, type UsageComponent } from "@headgate/contract";
import { lineIdOf, statementOf } from "../bill/bill-ids.ts";
import { tagsFrom } from "../bill/bill-tags.ts";
import { monthOf } from "../bill/bill-time.ts";
import { billedModelOf } from "../bill/billed-model.ts";
import { definedOnly } from "../bill/read-bill-table.ts";
import type { BillLineFacts } from "../source.ts";

/** A cost as Anthropic's API and its console's CSV both have it. */
export type Cost = Readonly<{
  startMs: number;
  endMs: number;
  /** Exact dollars. */
  amount: string;
  listAmount: string | undefined;
  currency: string;
  description: string | undefined;
  costType: string | undefined;
  tokenType: string | undefined;
  model: string | undefined;
  workspace: string | undefined;
  apiKey: string | undefined;
  serviceTier: string | undefined;
  contextWindow: string | undefined;
  inferenceGeo: string | undefined;
  speed: string | undefined;
  /** Which of the lines that are alike in all of this it is, from 0. */
  ordinal: number;
}>;

const components: Readonly<Record<string, UsageComponent>> = {
  uncached_input_tokens: "input",
  input_no_cache: "input",
  cache_read_input_tokens: "cache_read",
  input_cache_read: "cache_read",
  "cache_creation.ephemeral_5m_input_tokens": "cache_write_5m",
  input_cache_write_5m: "cache_write_5m",
  "cache_creation.ephemeral_1h_input_tokens": "cache_write_1h",
  input_cache_write_1h: "cache_write_1h",
  output_tokens: "output",
  output: "output",
  web_search: "web_searches",
};

/**
 * A cost as a bill line. The report restates days, so a statement is a day: loading the last week replaces its days
 * and no others.
 */
export function costLine(cost: Cost): BillLineFacts {
  const { startMs, amount, costType, tokenType, model } = cost;
  const month = monthOf(startMs);
  const known = model === undefined ? undefined : modelOf(model, startMs);
  const { tags } = tagsFrom([
    [billedKeyTags.anthropic_cost_report, cost.apiKey],
    ["context_window", cost.contextWindow],
    ["inference_geo", cost.inferenceGeo],
    ["cost_type", costType],
  ]);
  return definedOnly({
    line_id: lineIdOf(
      "anthropic_cost_report",
      String(startMs),
      ...[
        cost.workspace,
        cost.apiKey,
        cost.description,
        costType,
        tokenType,
        model,
        cost.serviceTier,
        cost.contextWindow,
        cost.inferenceGeo,
        cost.speed,
        cost.ordinal === 0 ? undefined : String(cost.ordinal),
      ].map((part) => part ?? ""),
    ),
    source: "anthropic_cost_report" as const,
    statement: statementOf("anthropic_cost_report", undefined, startMs),
    sub_account_id: cost.workspace,
    billing_period_start_ms: month.startMs,
    billing_period_end_ms: month.endMs,
    charge_period_start_ms: startMs,
    charge_period_end_ms: cost.endMs,
    charge_category: "usage" as const,
    charge_description: cost.description ?? tokenType ?? costType,
    provider_name: "Anthropic",
    service_name: "Claude API",
    billing_currency: cost.currency,
    billed_cost: amount,
    effective_cost: amount,
    list_cost: cost.listAmount,
    tags,
    category: isInference(costType) ? ("inference" as const) : ("other_ai" as const),
    provider: "anthropic",
    billed_model: model,
    model: known,
    component: components[tokenType ?? ""] ?? components[costType ?? ""],
    service_tier: cost.speed === "fast" ? "fast" : cost.serviceTier,
  });
}

/** Containers and sessions are time, no calls. */
const isInference = (costType: string | undefined): boolean =>
  costType === undefined || /token|search/i.test(costType);

/** An id in the API; in the console's CSV a name, `Claude Sonnet 4.5`. */
const modelOf = (name: string, atMs: number): string | undefined =>
  (
    billedModelOf("anthropic", name, atMs) ??
    billedModelOf("anthropic", name.toLowerCase().replace(/[\s.]+/g, "-"), atMs)
  )?.model;
