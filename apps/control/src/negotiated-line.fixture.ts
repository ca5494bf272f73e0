import type { BillLine } from "@headgate/contract";

/**
 * A day of a constructed bill of a negotiated rate: a million input tokens of gpt-4o-mini for $0.12, which are at $0.15
 * on the list.
 */
export const negotiatedLine = (day: string): Omit<BillLine, "attribution"> => ({
  line_id: day,
  source: "openai_costs",
  statement: "openai_costs:org-1:2026-11-01",
  billing_account_id: "org-1",
  billing_period_start_ms: Date.parse("2026-11-01"),
  billing_period_end_ms: Date.parse("2026-12-01"),
  charge_period_start_ms: Date.parse(day),
  charge_period_end_ms: Date.parse(day) + 86_400_000,
  charge_category: "usage",
  provider_name: "OpenAI",
  billing_currency: "USD",
  billed_cost: "0.12",
  effective_cost: "0.12",
  tags: {},
  category: "inference",
  provider: "openai",
  model: "gpt-4o-mini",
  component: "input",
  component_quantity: "1000000",
});
