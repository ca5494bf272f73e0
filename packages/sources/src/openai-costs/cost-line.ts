import { billedKeyTags } from "@headgate/contract";
import { lineIdOf, statementOf } from "../bill/bill-ids.ts";
import { tagsFrom } from "../bill/bill-tags.ts";
import { monthOf } from "../bill/bill-time.ts";
import { definedOnly } from "../bill/read-bill-table.ts";
import { sellerFacts } from "../bill/seller-facts.ts";
import type { BillLineFacts } from "../source.ts";

/** A cost as OpenAI's API and its dashboard's CSV both have it. */
export type Cost = Readonly<{
  startMs: number;
  endMs: number;
  /** An exact decimal. */
  amount: string;
  currency: string;
  lineItem: string | undefined;
  quantity: string | undefined;
  quantityUnit: string | undefined;
  organizationId: string | undefined;
  organizationName: string | undefined;
  projectId: string | undefined;
  projectName: string | undefined;
  apiKeyId: string | undefined;
  userId: string | undefined;
  userEmail: string | undefined;
  /** Which of the lines that are alike in all of this it is, from 0. */
  ordinal: number;
}>;

/** `gpt-4o batch, input`: how the line is priced stands in the model's place. */
const TIER = /\b(batch|flex|priority)\b\s*/i;

/**
 * A cost as a bill line. The API restates days, so a statement is a day: loading the last week replaces its days and
 * no others.
 */
export function costLine(
  cost: Cost,
): Readonly<{ line: BillLineFacts; problems: readonly string[] }> {
  const { startMs, amount, currency, lineItem, quantity, quantityUnit } = cost;
  const month = monthOf(startMs);
  const tier = TIER.exec(lineItem ?? "")?.[1]?.toLowerCase();
  const { facts, spending, warnings } = sellerFacts({
    services: ["OpenAI"],
    given: [],
    meter: undefined,
    description: lineItem?.replace(TIER, ""),
    isUsage: true,
    quantity,
    unit: quantityUnit?.replaceAll("_", " "),
    cost: amount,
    currency,
    atMs: startMs,
  });
  const { tags } = tagsFrom([
    [billedKeyTags.openai_costs, cost.apiKeyId],
    ["user_id", cost.userId],
  ]);
  const line = definedOnly({
    line_id: lineIdOf(
      "openai_costs",
      String(startMs),
      ...[
        cost.organizationId,
        cost.projectId,
        cost.apiKeyId,
        cost.userId,
        lineItem,
        quantityUnit,
        cost.ordinal === 0 ? undefined : String(cost.ordinal),
      ].map((part) => part ?? ""),
    ),
    source: "openai_costs" as const,
    statement: statementOf("openai_costs", cost.organizationId, startMs),
    billing_account_id: cost.organizationId,
    billing_account_name: cost.organizationName,
    sub_account_id: cost.projectId,
    sub_account_name: cost.projectName,
    billing_period_start_ms: month.startMs,
    billing_period_end_ms: month.endMs,
    charge_period_start_ms: startMs,
    charge_period_end_ms: cost.endMs,
    charge_category: "usage" as const,
    charge_description: lineItem,
    provider_name: "OpenAI",
    service_name: "OpenAI API",
    billing_currency: currency,
    billed_cost: amount,
    effective_cost: amount,
    consumed_quantity: quantity,
    consumed_unit: quantityUnit,
    principal: cost.userEmail ?? cost.userId,
    tags,
    category: spending.category === "not_ai" ? ("other_ai" as const) : spending.category,
    ...facts,
    provider: "openai",
    service_tier: tier,
  });
  return { line, problems: warnings };
}
