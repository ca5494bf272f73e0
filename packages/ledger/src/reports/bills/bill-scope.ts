import { type BillDimension, billDimensions, SIMULATED_STATEMENT } from "@headgate/contract";
import type { Reports } from "../../store.ts";
import type { SqlParameter, SqlParameters } from "../ask.ts";
import { rangeOf } from "../scope.ts";

/** The column of each dimension: the only names that a query's words can turn into. */
export const billColumns = {
  organisation: "organisation",
  team: "team",
  project: "project",
  feature: "feature",
  customer: "customer",
  environment: "environment",
  user: '"user"',
  session: "session",
  provider_name: "provider_name",
  service_name: "service_name",
  service_category: "service_category",
  category: "category",
  provider: "provider",
  model: "model",
  component: "component",
  service_tier: "service_tier",
  billing_account: "billing_account_id",
  sub_account: "sub_account_id",
  region: "region_id",
  charge_category: "charge_category",
  charge_class: "charge_class",
  invoice: "invoice_id",
  source: "source",
  meter: "sku_meter",
  resource: "resource_id",
  commitment: "commitment_discount_id",
  commitment_status: "commitment_discount_status",
  pricing_category: "pricing_category",
} as const satisfies Record<BillDimension, string>;

/** Lines of statements that another source's bill counts in place of. */
export const outrankedStatements =
  "statement in (select statement from bill_statements where counted_by is not null)";

/** Lines of bills whose money is simulated. */
export const simulatedStatements = `starts_with(statement, '${SIMULATED_STATEMENT}')`;

/** Lines of statements that count: of two bills for the same money, one; of simulated bills, none. */
export const countedStatements = `not (${outrankedStatements}) and not ${simulatedStatements}`;

/** Lines whose charge period is a day or less: the others say nothing of the day in which they begin. */
export const linesOfDays = "charge_period_end <= charge_period_start + interval 1 day";

type BillQuery = Omit<Reports["bill-by"]["query"], "by" | "rank" | "limit">;

/**
 * Lines whose charge period begins in `[from, to)` and that pass the filters (`where`), and which of them are summed
 * up (`which`): those that count, or simulated ones.
 */
export function billScopeOf(
  query: BillQuery,
): Readonly<{ where: string; which: string; parameters: SqlParameters }> {
  const { fromMs, toMs } = rangeOf(query);
  const conditions = ["charge_period_start >= $from", "charge_period_start < $to"];
  const parameters: Record<string, SqlParameter> = {
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
  };
  for (const dimension of billDimensions) {
    const value = query[dimension];
    if (value === undefined) continue;
    const column = billColumns[dimension];
    if (value === "") {
      conditions.push(`${column} is null`);
    } else {
      conditions.push(`${column} = $only_${dimension}`);
      parameters[`only_${dimension}`] = { type: "text", text: value };
    }
  }
  if (query.billing_currency !== undefined) {
    conditions.push("billing_currency = $only_currency");
    parameters.only_currency = { type: "text", text: query.billing_currency };
  }
  if (query.tag !== undefined) {
    const equals = query.tag.indexOf("=");
    conditions.push("tags[$tag_key] = $tag_value");
    parameters.tag_key = { type: "text", text: query.tag.slice(0, equals) };
    parameters.tag_value = { type: "text", text: query.tag.slice(equals + 1) };
  }
  if (query.ai === true) conditions.push("category <> 'not_ai'");
  const which = query.simulated === true ? simulatedStatements : countedStatements;
  return { where: conditions.join(" and "), which, parameters };
}

/** The sum by which groups are ranked: one of two names, never a query's own words. */
export const rankedSum = (rank: Reports["bill-by"]["query"]["rank"]): string =>
  rank === "billed_cost" ? "billed_cost_sum" : "effective_cost_sum";

const TAG = "tag:";

/** What lines are grouped by: a column, or the value of a tag. */
export function billGroupOf(
  by: Reports["bill-by"]["query"]["by"],
): Readonly<{ group: string; parameters: SqlParameters }> {
  const dimension = billDimensions.find((known) => known === by);
  if (dimension !== undefined) return { group: billColumns[dimension], parameters: {} };
  return {
    group: "tags[$by_tag]",
    parameters: { by_tag: { type: "text", text: by.slice(TAG.length) } },
  };
}
