import { azureFacts } from "../bill/azure-facts.ts";
import { BillCells } from "../bill/bill-cells.ts";
import { contentDigest, lineIdOf, statementOf } from "../bill/bill-ids.ts";
import { billTags } from "../bill/bill-tags.ts";
import { billTimeMs, monthOf } from "../bill/bill-time.ts";
import { definedOnly, type ReadBillRow } from "../bill/read-bill-table.ts";
import { skipAt } from "../read/read-skip.ts";
import { type AzureCharge, azureCharge } from "./charge.ts";
import { type AzureColumns, azureColumnsOf } from "./columns.ts";
import { Occurrences } from "./occurrences.ts";

const DAY_MS = 86_400_000;

/** How to read the rows of a cost export with the given columns. */
export function azureRowReader(columns: readonly string[]): ReadBillRow {
  const column = azureColumnsOf(columns);
  const occurrences = new Occurrences();
  return (row) => {
    const cells = new BillCells(row.cells, row.commas);
    const dayMs = cells.time(column.date);
    if (dayMs === undefined) return skipAt("time_unreadable", row.place, "The date is no time.");
    const currency = cells.currency(column.currency);
    if (currency === undefined)
      return skipAt("currency_missing", row.place, "The billing currency is empty or none.");
    const cost = cells.amount(column.cost);
    if (cost === undefined) {
      return skipAt("amount_unreadable", row.place, "The cost is empty or no number.");
    }
    const commitment = cells.text(column.reservationId) ?? cells.text(column.benefitId);
    const isCommitment = commitment !== undefined || isCommitted(cells.text(column.pricingModel));
    const known = azureCharge(cells.text(column.chargeType), isCommitment, cost);
    const charge: AzureCharge = known ?? { category: "adjustment", billed: cost, effective: cost };
    if (known === undefined) {
      cells.tell(["A charge type is not known; its line is kept as an adjustment."]);
    }
    if (charge.isStandIn === true) {
      cells.tell([
        "Usage under a commitment costs nothing in the actual costs: import the amortised costs with them to see what it costs.",
      ]);
    }
    const { tags, problems } = billTags(cells.raw(column.tags));
    cells.tell(problems);

    const listCost = charge.isStandIn === true ? undefined : cells.amount(column.listCost);
    // The row that counts is in the amortised costs: its quantity must not be there twice.
    const quantity = charge.isStandIn === true ? undefined : cells.amount(column.quantity);
    const unit = cells.text(column.unit);
    const meterCategory = cells.text(column.meterCategory);
    const { facts, spending, warnings } = azureFacts({
      services: [
        meterCategory,
        cells.text(column.meterSubcategory),
        cells.text(column.consumedService),
      ],
      given: [cells.text(column.resourceId), ...Object.values(tags)],
      meter: cells.text(column.meterName),
      description: machineOf(cells, column),
      isUsage: charge.category === "usage" && charge.status !== "unused",
      quantity,
      unit,
      cost: listCost ?? charge.effective,
      currency,
      atMs: dayMs,
    });
    cells.tell(warnings);
    const period = periodOf(cells, column, dayMs);
    const account = cells.text(column.billingAccountId);
    const key = contentDigest(keyOf(row.cells, column));
    const { occurrence, isForgotten } = occurrences.next(key);
    if (isForgotten) {
      cells.tell([
        "The file has too many different rows to tell new ones that are alike from each other: those are one line.",
      ]);
    }
    const line = definedOnly({
      line_id: lineIdOf("azure_cost_export", key, String(occurrence)),
      source: "azure_cost_export" as const,
      statement: statementOf("azure_cost_export", account, period.startMs),
      billing_account_id: account,
      billing_account_name: cells.text(column.billingAccountName),
      sub_account_id: cells.text(column.subscriptionId),
      sub_account_name: cells.text(column.subscriptionName),
      billing_period_start_ms: period.startMs,
      billing_period_end_ms: period.endMs,
      charge_period_start_ms: dayMs,
      charge_period_end_ms: dayMs + DAY_MS,
      charge_category: charge.category,
      charge_description: cells.text(column.productName),
      provider_name: "Microsoft",
      publisher_name: cells.text(column.publisherName),
      invoice_issuer_name: "Microsoft",
      invoice_id: cells.text(column.invoiceId),
      service_name: meterCategory ?? cells.text(column.consumedService),
      service_subcategory: cells.text(column.meterSubcategory),
      sku_id: cells.text(column.meterId),
      sku_meter: cells.text(column.meterName),
      region_id: cells.text(column.location)?.toLowerCase().replace(/\s+/g, ""),
      resource_id: cells.text(column.resourceId),
      resource_name: cells.text(column.resourceName),
      billing_currency: currency,
      billed_cost: charge.billed,
      effective_cost: charge.effective,
      list_cost: listCost,
      pricing_category: pricingCategoryOf(cells.text(column.pricingModel)),
      pricing_quantity: quantity,
      pricing_unit: quantity === undefined ? undefined : unit,
      contracted_unit_price: isCommitment ? undefined : cells.amount(column.effectivePrice),
      commitment_discount_id: commitment,
      commitment_discount_type: commitmentTypeOf(cells, column),
      commitment_discount_status: charge.status,
      tags,
      category: spending.category,
      ...facts,
    });
    return { kind: "line", line, problems: cells.problems };
  };
}

const isCommitted = (pricingModel: string | undefined): boolean =>
  /^(?:reservation|savings ?plan)$/i.test(pricingModel ?? "");

function pricingCategoryOf(pricingModel: string | undefined): string | undefined {
  if (isCommitted(pricingModel)) return "Committed";
  if (/^spot$/i.test(pricingModel ?? "")) return "Dynamic";
  return /^on ?demand$/i.test(pricingModel ?? "") ? "Standard" : undefined;
}

function commitmentTypeOf(cells: BillCells, column: AzureColumns): string | undefined {
  if (/savings ?plan/i.test(cells.text(column.pricingModel) ?? "")) return "Savings Plan";
  if (cells.text(column.reservationId) !== undefined) return "Reservation";
  return cells.text(column.benefitId) === undefined ? undefined : "Savings Plan";
}

/** The machine's size, which a meter's name may not tell: `"ServiceType": "Standard_NC24ads_A100_v4"`. */
function machineOf(cells: BillCells, column: AzureColumns): string | undefined {
  const size = /"ServiceType"\s*:\s*"([^"]{1,80})"/.exec(cells.raw(column.additionalInfo) ?? "");
  const product = cells.text(column.productName);
  return size?.[1] === undefined ? product : `${product ?? ""} ${size[1]}`;
}

/** Azure's periods end on their last day; without one a line belongs to its day's month. */
function periodOf(
  cells: BillCells,
  column: AzureColumns,
  dayMs: number,
): Readonly<{ startMs: number; endMs: number }> {
  const startMs = billTimeMs(cells.raw(column.billingPeriodStart));
  const lastMs = billTimeMs(cells.raw(column.billingPeriodEnd));
  if (startMs === undefined) return monthOf(dayMs);
  const endMs = lastMs === undefined ? monthOf(startMs).endMs : lastMs + DAY_MS;
  return { startMs, endMs };
}

const KEY = [
  "date",
  "billingAccountId",
  "subscriptionId",
  "invoiceSection",
  "costCenter",
  "chargeType",
  "pricingModel",
  "reservationId",
  "benefitId",
  "productOrderId",
  "meterId",
  "meterName",
  "resourceId",
  "location",
  "quantity",
  "cost",
  "tags",
  "additionalInfo",
] as const satisfies readonly (keyof AzureColumns)[];

/** What both exports of a month write the same on a row that is in both. */
function keyOf(
  cells: Readonly<Record<string, string>>,
  column: AzureColumns,
): Readonly<Record<string, string>> {
  const key: Record<string, string> = {};
  for (const name of KEY) {
    for (const own of column[name]) {
      const cell = cells[own];
      if (cell !== undefined) key[`${name} ${own}`] = cell;
    }
  }
  return key;
}
