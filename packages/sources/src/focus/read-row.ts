import { awsFacts } from "../bill/aws-facts.ts";
import { azureFacts } from "../bill/azure-facts.ts";
import { BillCells } from "../bill/bill-cells.ts";
import {
  contentDigest,
  lineIdOf,
  NO_ACCOUNT,
  simulatedStatementOf,
  statementOf,
} from "../bill/bill-ids.ts";
import { billTags } from "../bill/bill-tags.ts";
import type { LineFacts, LineSubject } from "../bill/line-facts.ts";
import { type BillRow, type BillRowReading, definedOnly } from "../bill/read-bill-table.ts";
import { sellerFacts } from "../bill/seller-facts.ts";
import { skipAt } from "../read/read-skip.ts";
import { chargeCategoryOf, usedOrUnused } from "./charge-kind.ts";
import { focusColumns as column } from "./columns.ts";
import { ownColumns } from "./own-columns.ts";
import { ownFacts, withoutFilled } from "./own-facts.ts";

/**
 * A row of FOCUS as a bill line. The four costs stay apart. FOCUS has no key for a row, so a line's id is what
 * it says and which row of its file it is: two rows that are alike are two charges.
 */
export function readFocusRow(row: BillRow, number: number): BillRowReading {
  const cells = new BillCells(withoutFilled(row.cells), row.commas);
  const skip = (reason: Parameters<typeof skipAt>[0], detail: string) =>
    skipAt(reason, row.place, detail);

  const currency = cells.currency(column.billingCurrency);
  if (currency === undefined)
    return skip("currency_missing", "BillingCurrency is empty or no currency.");
  const billed = cells.amount(column.billedCost);
  const effective = cells.amount(column.effectiveCost);
  if (billed === undefined || effective === undefined) {
    const which = billed === undefined ? "BilledCost" : "EffectiveCost";
    return skip("amount_unreadable", `${which} is empty or no number.`);
  }
  const [billingStart, billingEnd, chargeStart, chargeEnd] = [
    cells.time(column.billingPeriodStart),
    cells.time(column.billingPeriodEnd),
    cells.time(column.chargePeriodStart),
    cells.time(column.chargePeriodEnd),
  ];
  if (
    billingStart === undefined ||
    billingEnd === undefined ||
    chargeStart === undefined ||
    chargeEnd === undefined
  ) {
    return skip("time_unreadable", "A billing or charge period is missing or no time.");
  }
  const subcategory = cells.text(column.chargeSubcategory);
  const category = chargeCategoryOf(cells.text(column.chargeCategory), subcategory);
  if (category === undefined) {
    return skip("row_malformed", "ChargeCategory is none of FOCUS's categories.");
  }
  const provider =
    cells.text(column.providerName) ??
    cells.text(column.publisherName) ??
    cells.text(column.invoiceIssuerName);
  if (provider === undefined) return skip("row_malformed", "No column names a provider.");

  const account = cells.text(column.billingAccountId);
  // Headgate's own exports fill one in.
  if (column.billingAccountId.every((name) => row.cells[name] === undefined)) {
    cells.tell([NO_ACCOUNT]);
  }
  const isSimulated = cells.text(ownColumns.simulated) === "true";
  if (isSimulated) {
    cells.tell(["The money is simulated, as the export says of itself: it counts in no total."]);
  }
  const statement = isSimulated
    ? simulatedStatementOf(account, billingStart)
    : statementOf("focus", account, billingStart);
  const status = usedOrUnused(cells.text(column.commitmentDiscountStatus), subcategory);
  const { tags, problems } = billTags(cells.raw(column.tags));
  cells.tell(problems);
  const { facts, spending, region, warnings } = factsOf(cells, {
    provider,
    currency,
    cost: cells.amount(column.listCost) ?? billed,
    atMs: chargeStart,
    isUsage: category === "usage" && status !== "unused",
    tags,
  });
  cells.tell(warnings);
  const line = definedOnly({
    line_id: lineIdOf("focus", contentDigest(row.cells), String(number)),
    source: "focus" as const,
    statement,
    billing_account_id: account,
    billing_account_name: cells.text(column.billingAccountName),
    sub_account_id: cells.text(column.subAccountId),
    sub_account_name: cells.text(column.subAccountName),
    billing_period_start_ms: billingStart,
    billing_period_end_ms: billingEnd,
    charge_period_start_ms: chargeStart,
    charge_period_end_ms: chargeEnd,
    charge_category: category,
    charge_class: isCorrection(cells) ? ("correction" as const) : undefined,
    charge_description: cells.text(column.chargeDescription),
    provider_name: provider,
    publisher_name: cells.text(column.publisherName),
    invoice_issuer_name: cells.text(column.invoiceIssuerName),
    invoice_id: cells.text(column.invoiceId),
    service_category: cells.text(column.serviceCategory),
    service_subcategory: cells.text(column.serviceSubcategory),
    service_name: cells.text(column.serviceName),
    sku_id: cells.text(column.skuId),
    sku_price_id: cells.text(column.skuPriceId),
    sku_meter: meterOf(cells),
    region_id: cells.text(column.region) ?? region,
    resource_id: cells.text(column.resourceId),
    resource_name: cells.text(column.resourceName),
    billing_currency: currency,
    billed_cost: billed,
    effective_cost: effective,
    list_cost: cells.amount(column.listCost),
    contracted_cost: cells.amount(column.contractedCost),
    pricing_category: cells.text(column.pricingCategory),
    pricing_quantity: cells.amount(column.pricingQuantity),
    pricing_unit: cells.text(column.pricingUnit),
    list_unit_price: cells.amount(column.listUnitPrice),
    contracted_unit_price: cells.amount(column.contractedUnitPrice),
    consumed_quantity: cells.amount(column.consumedQuantity),
    consumed_unit: cells.text(column.consumedUnit),
    commitment_discount_id: cells.text(column.commitmentDiscountId),
    commitment_discount_type: cells.text(column.commitmentDiscountType),
    commitment_discount_status: status,
    capacity_reservation_id: cells.text(column.capacityReservationId),
    capacity_reservation_status: usedOrUnused(cells.text(column.capacityReservationStatus)),
    tags,
    category: spending.category,
    ...facts,
  });
  return { kind: "line", line, problems: cells.problems };
}

const isCorrection = (cells: BillCells): boolean =>
  cells.text(column.chargeClass)?.toLowerCase() === "correction";

const meterOf = (cells: BillCells): string | undefined =>
  cells.text(column.awsUsageType) ??
  cells.text(column.azureMeterName) ??
  cells.text(column.skuMeter);

/** The machine that a SKU is about: `"InstanceType":"p5.48xlarge"`. */
const machineIn = (cells: BillCells): string =>
  /"(?:InstanceType|ServiceType|x_InstanceType)"\s*:\s*"([^"]{1,80})"/.exec(
    cells.raw(column.skuDetails) ?? "",
  )?.[1] ?? "";

/** The codes of ISO 4217 that are in use, as ICU knows them: FOCUS wants them for money, and for nothing else. */
const nationalCurrencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

type Known = Readonly<{
  provider: string;
  currency: string;
  cost: string;
  atMs: number;
  isUsage: boolean;
  tags: Readonly<Record<string, string>>;
}>;

function factsOf(cells: BillCells, known: Known): LineFacts {
  const own = ownFacts(cells);
  if (own !== undefined) return own;
  const serviceName = cells.text(column.serviceName);
  const pricingCurrency = cells.text(column.pricingCurrency);
  // A price in credits or in a virtual currency named Token counts those, whatever its unit is called. A bill in
  // euros whose prices are in dollars counts what it says.
  const isVirtual =
    pricingCurrency !== undefined &&
    pricingCurrency !== known.currency &&
    !nationalCurrencies.has(pricingCurrency);
  const about: Omit<LineSubject, "quantity" | "unit" | "services"> = {
    given: [cells.text(column.resourceName), ...Object.values(known.tags)],
    meter: meterOf(cells),
    description: `${cells.text(column.chargeDescription) ?? ""} ${machineIn(cells)}`,
    focusCategory: cells.text(column.serviceCategory),
    isUsage: known.isUsage && !isVirtual,
    cost: known.cost,
    currency: known.currency,
    atMs: known.atMs,
  };
  const issuer = `${known.provider} ${cells.text(column.invoiceIssuerName) ?? ""}`;
  if (/\baws\b|amazon/i.test(issuer)) {
    return awsFacts({
      ...about,
      ...priced(cells),
      services: [cells.text(column.awsServiceCode), serviceName, cells.text(column.publisherName)],
      productName: serviceName,
    });
  }
  if (/microsoft|azure/i.test(issuer)) {
    return azureFacts({
      ...about,
      ...azurePriced(cells),
      services: [
        cells.text(column.azureMeterCategory),
        cells.text(column.azureMeterSubcategory),
        serviceName,
      ],
    });
  }
  const services = [known.provider, cells.text(column.publisherName), serviceName];
  return sellerFacts({ ...about, ...consumed(cells), services });
}

type Counted = Pick<LineSubject, "quantity" | "unit">;

const consumed = (cells: BillCells): Counted => ({
  quantity: cells.amount(column.consumedQuantity),
  unit: cells.text(column.consumedUnit),
});

function priced(cells: BillCells): Counted {
  const quantity = cells.amount(column.pricingQuantity);
  const unit = cells.text(column.pricingUnit);
  return quantity === undefined || unit === undefined ? consumed(cells) : { quantity, unit };
}

/** Microsoft counts PricingQuantity in blocks, whose size stands beside it. */
function azurePriced(cells: BillCells): Counted {
  const quantity = cells.amount(column.pricingQuantity);
  const block = cells.text(column.azureBlockSize) ?? cells.text(column.azureUnit);
  return quantity === undefined || block === undefined ? priced(cells) : { quantity, unit: block };
}
