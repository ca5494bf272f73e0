import { awsFacts } from "../bill/aws-facts.ts";
import { BillCells } from "../bill/bill-cells.ts";
import { contentDigest, lineIdOf, NO_ACCOUNT, statementOf } from "../bill/bill-ids.ts";
import { billTags } from "../bill/bill-tags.ts";
import { type BillRowReading, definedOnly, type ReadBillRow } from "../bill/read-bill-table.ts";
import { type ReadSkip, skipAt } from "../read/read-skip.ts";
import type { TableRow } from "../read/table-row.ts";
import { curColumns as column, hasCurColumn, productColumns } from "./columns.ts";
import { curTags, tagColumnsOf } from "./cur-tags.ts";
import { type EffectiveCost, effectiveCost } from "./effective-cost.ts";
import { curChargeCategory, hasOwnQuantity, isCovered } from "./line-item-type.ts";

/** Lines that split a container's share off its machine's line, which is in the report as well. */
const SPLIT_OPERATION = /^(?:EKSPod|ECSTask)-EC2/;

/** How to read the rows of a Cost and Usage Report with the given columns. */
export function curRowReader(columns: readonly string[]): ReadBillRow {
  const tagColumns = tagColumnsOf(columns);
  const amortisation = {
    savingsPlans: hasCurColumn(columns, "savingsPlanEffectiveCost"),
    reservations: hasCurColumn(columns, "reservationEffectiveCost"),
  };
  return (row, number) => {
    const cells = new BillCells(row.cells, row.commas);
    const base = baseOf(cells, row);
    if ("kind" in base) return base;
    const { type, billed, currency, period, usage } = base;
    const operation = cells.text(column.operation);
    if (
      cells.text(column.splitParent) !== undefined ||
      (operation !== undefined && SPLIT_OPERATION.test(operation))
    ) {
      return skipAt("rollup", row.place, "A container's share of a machine that has its own line.");
    }
    const known = curChargeCategory(type);
    if (known === undefined) {
      cells.tell(["A line item type is not known; its line is kept as an adjustment."]);
    }
    const effective = effectiveCost(cells, type, billed, amortisation);
    if (effective.problem !== undefined) cells.tell([effective.problem]);
    const { tags, problems } = curTags(cells, tagColumns);
    cells.tell(problems);

    const listCost = hasOwnQuantity(type) ? cells.amount(column.listCost) : undefined;
    const quantity = hasOwnQuantity(type) ? cells.amount(column.usageAmount) : undefined;
    const unit = cells.text(column.pricingUnit);
    const { product, problems: productProblems } = productOf(cells);
    cells.tell(productProblems);
    const usageType = cells.text(column.usageType);
    const productCode = cells.text(column.productCode);
    const description = cells.text(column.description);
    const { facts, spending, region, warnings } = awsFacts({
      services: [
        productCode,
        product("product_name"),
        product("servicename"),
        cells.text(column.legalEntity),
      ],
      given: [cells.text(column.resourceId), ...Object.values(tags)],
      meter: usageType,
      description: `${description ?? ""} ${product("instance_type") ?? ""}`,
      isUsage: hasOwnQuantity(type),
      quantity,
      unit,
      cost: listCost ?? billed,
      currency,
      atMs: usage.startMs,
      productName: product("product_name"),
      product: {
        model: product("model"),
        inferenceType: product("inference_type"),
        feature: product("feature"),
      },
    });
    cells.tell(warnings);
    const payer = cells.text(column.payerAccountId);
    if (payer === undefined) cells.tell([NO_ACCOUNT]);
    const line = definedOnly({
      line_id: lineIdIn(cells, row, number),
      source: "aws_cur" as const,
      statement: statementOf("aws_cur", payer, period.startMs),
      billing_account_id: payer,
      billing_account_name: cells.text(column.payerAccountName),
      sub_account_id: cells.text(column.usageAccountId),
      sub_account_name: cells.text(column.usageAccountName),
      billing_period_start_ms: period.startMs,
      billing_period_end_ms: period.endMs,
      charge_period_start_ms: usage.startMs,
      charge_period_end_ms: usage.endMs,
      charge_category: known ?? ("adjustment" as const),
      charge_description: description,
      provider_name: "AWS",
      publisher_name: cells.text(column.legalEntity),
      invoice_issuer_name: cells.text(column.invoicingEntity),
      invoice_id: cells.text(column.invoiceId),
      service_name: product("product_name") ?? product("servicename") ?? productCode,
      sku_id: product("sku"),
      sku_price_id: cells.text(column.rateId),
      sku_meter: usageType,
      region_id: product("region_code") ?? region,
      resource_id: cells.text(column.resourceId),
      billing_currency: currency,
      billed_cost: billed,
      effective_cost: effective.cost,
      list_cost: listCost,
      pricing_category: pricingCategoryOf(type, usageType),
      pricing_quantity: quantity,
      pricing_unit: quantity === undefined ? undefined : unit,
      list_unit_price: listCost === undefined ? undefined : cells.amount(column.listRate),
      consumed_quantity: quantity,
      consumed_unit: quantity === undefined ? undefined : unit,
      ...commitmentOf(cells, type, effective),
      principal: cells.text(column.iamPrincipal),
      tags,
      category: spending.category,
      ...facts,
    });
    return { kind: "line", line, problems: cells.problems } satisfies BillRowReading;
  };
}

type Span = Readonly<{ startMs: number; endMs: number }>;
type Base = Readonly<{ type: string; billed: string; currency: string; period: Span; usage: Span }>;

function baseOf(cells: BillCells, { place }: TableRow): Base | ReadSkip {
  const type = cells.text(column.lineItemType);
  if (type === undefined) return skipAt("row_malformed", place, "The line item type is empty.");
  const billed = cells.amount(column.unblendedCost);
  if (billed === undefined) {
    return skipAt("amount_unreadable", place, "The unblended cost is empty or no number.");
  }
  const currency = cells.currency(column.currency);
  if (currency === undefined)
    return skipAt("currency_missing", place, "The currency code is empty or none.");
  const [periodStart, periodEnd, usageStart] = [
    cells.time(column.billingPeriodStart),
    cells.time(column.billingPeriodEnd),
    cells.time(column.usageStart),
  ];
  if (periodStart === undefined || periodEnd === undefined || usageStart === undefined) {
    return skipAt("time_unreadable", place, "A billing period or a usage date is no time.");
  }
  // One-time fees may have no end.
  const usageEnd = cells.time(column.usageEnd) ?? usageStart;
  return {
    type,
    billed,
    currency,
    period: { startMs: periodStart, endMs: periodEnd },
    usage: { startMs: usageStart, endMs: usageEnd },
  };
}

/** A line item's id comes again in every interval; only both together are a key. */
function lineIdIn(cells: BillCells, row: TableRow, number: number): string {
  const [id, interval] = [cells.text(column.lineItemId), cells.text(column.timeInterval)];
  return id === undefined || interval === undefined
    ? lineIdOf("aws_cur", contentDigest(row.cells), String(number))
    : lineIdOf("aws_cur", id, interval);
}

function productOf(cells: BillCells): {
  product: (name: keyof typeof productColumns) => string | undefined;
  problems: readonly string[];
} {
  const map = billTags(cells.raw(column.productMap));
  return {
    product: (name) =>
      Object.hasOwn(map.tags, name) ? map.tags[name] : cells.text(productColumns[name]),
    problems: map.problems.map((problem) => problem.replace("tag", "product attribute")),
  };
}

function pricingCategoryOf(type: string, usageType: string | undefined): string | undefined {
  if (isCovered(type)) return "Committed";
  if (type !== "Usage") return undefined;
  return /SpotUsage/.test(usageType ?? "") ? "Dynamic" : "Standard";
}

/** A fee's effective cost is what of the commitment was not used, where the report has the columns that tell. */
const RECURRING = new Set(["SavingsPlanRecurringFee", "RIFee"]);

function commitmentOf(cells: BillCells, type: string, effective: EffectiveCost) {
  const savingsPlan = cells.text(column.savingsPlanArn);
  const id = savingsPlan ?? cells.text(column.reservationArn);
  return {
    commitment_discount_id: id,
    commitment_discount_type:
      id === undefined ? undefined : savingsPlan === undefined ? "Reservation" : "Savings Plan",
    commitment_discount_status: isCovered(type)
      ? ("used" as const)
      : RECURRING.has(type) && effective.problem === undefined && Number(effective.cost) > 0
        ? ("unused" as const)
        : undefined,
  };
}
