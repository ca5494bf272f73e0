import type { BillLine, ChargeCategory } from "@headgate/contract";
import { isZeroDecimal } from "../../bill/decimal-sum.ts";
import { type FocusColumn, type FocusRow, focusTime } from "./focus-row.ts";
import { labelTags } from "./row-of-calls.ts";
import { serviceClassOf } from "./service-categories.ts";
import { unitPriceOf } from "./unit-price.ts";

const categories: Readonly<Record<ChargeCategory, string>> = {
  usage: "Usage",
  purchase: "Purchase",
  tax: "Tax",
  credit: "Credit",
  adjustment: "Adjustment",
};
const pricingCategories = ["Standard", "Committed", "Dynamic", "Other"];
const status = { used: "Used", unused: "Unused" } as const;

/**
 * A line of a bill as a row of FOCUS 1.2. What the bill says is kept; what FOCUS wants on such a row and the bill
 * does not say is filled in by the one rule beside it, and named in `x_HeadgateFilled`.
 */
export function focusRowOfBillLine(line: BillLine): FocusRow {
  const filled = new Filling();
  const isTax = line.charge_category === "tax";
  const list = filled.take("ListCost", line.list_cost, line.contracted_cost ?? line.billed_cost);
  const contracted = filled.take("ContractedCost", line.contracted_cost, list);
  const { category, subcategory } = serviceClassOf(
    { category: line.service_category, subcategory: line.service_subcategory },
    line.category,
  );
  const service = filled.take(
    "ServiceName",
    line.service_name,
    `${line.provider_name} (${subcategory})`,
  );
  const account = filled.take("BillingAccountId", line.billing_account_id, "unknown");
  const pricing = isTax ? {} : pricingOf(line, { list, contracted, service }, filled);
  const resource = line.resource_id ?? null;
  filled.add("ChargeFrequency", "PricingCurrency", "PricingCurrencyEffectiveCost");
  if (line.region_id !== undefined) filled.add("RegionName");
  if (resource !== null) filled.add("ResourceType");
  if (category !== line.service_category) filled.add("ServiceCategory");
  if (subcategory !== line.service_subcategory) filled.add("ServiceSubcategory");
  return {
    BillingAccountId: account,
    BillingAccountName: filled.take("BillingAccountName", line.billing_account_name, account),
    SubAccountId: line.sub_account_id ?? null,
    SubAccountName:
      line.sub_account_id === undefined
        ? null
        : filled.take("SubAccountName", line.sub_account_name, line.sub_account_id),
    BillingPeriodStart: focusTime(line.billing_period_start_ms),
    BillingPeriodEnd: focusTime(line.billing_period_end_ms),
    ChargePeriodStart: focusTime(line.charge_period_start_ms),
    ChargePeriodEnd: focusTime(line.charge_period_end_ms),
    ChargeCategory: categories[line.charge_category],
    ChargeClass: line.charge_class === undefined ? null : "Correction",
    ChargeDescription: filled.take("ChargeDescription", line.charge_description, service),
    ChargeFrequency: line.charge_category === "usage" ? "Usage-Based" : "One-Time",
    ProviderName: line.provider_name,
    PublisherName: filled.take("PublisherName", line.publisher_name, line.provider_name),
    InvoiceIssuerName: filled.take(
      "InvoiceIssuerName",
      line.invoice_issuer_name,
      line.provider_name,
    ),
    InvoiceId: line.invoice_id ?? null,
    ServiceCategory: category,
    ServiceSubcategory: subcategory,
    ServiceName: service,
    RegionId: line.region_id ?? null,
    RegionName: line.region_id ?? null,
    ResourceId: resource,
    ResourceName: line.resource_name ?? null,
    ResourceType: resource === null ? null : "Resource",
    BillingCurrency: line.billing_currency,
    BilledCost: line.billed_cost,
    EffectiveCost: line.effective_cost,
    ListCost: list,
    ContractedCost: contracted,
    PricingCurrency: line.billing_currency,
    PricingCurrencyEffectiveCost: line.effective_cost,
    ...pricing,
    ...consumedOf(line, pricing, filled),
    CommitmentDiscountId: line.commitment_discount_id ?? null,
    CommitmentDiscountType:
      line.commitment_discount_id === undefined
        ? null
        : filled.take("CommitmentDiscountType", line.commitment_discount_type, "Unknown"),
    CommitmentDiscountStatus:
      line.commitment_discount_id === undefined || line.commitment_discount_status === undefined
        ? null
        : status[line.commitment_discount_status],
    CapacityReservationId: line.capacity_reservation_id ?? null,
    CapacityReservationStatus:
      line.capacity_reservation_id === undefined || line.capacity_reservation_status === undefined
        ? null
        : status[line.capacity_reservation_status],
    Tags: JSON.stringify({ ...line.tags, ...labelTags(line.attribution) }),
    x_HeadgateBasis: "bill",
    x_HeadgateFilled: filled.text(),
    x_HeadgateSource: line.source,
    x_HeadgateCategory: line.category,
    x_HeadgateProvider: line.provider ?? null,
    x_HeadgateBilledModel: line.billed_model ?? null,
    x_HeadgateModel: line.model ?? null,
    x_HeadgateComponent: line.component ?? null,
    x_HeadgateComponentQuantity: line.component_quantity ?? null,
    x_HeadgateServiceTier: line.service_tier ?? null,
    x_HeadgateScope: line.scope ?? null,
  };
}

/** Remembers which columns the bill did not say. */
class Filling {
  readonly #names = new Set<FocusColumn>();

  take(column: FocusColumn, told: string | undefined, instead: string): string {
    if (told !== undefined) return told;
    this.#names.add(column);
    return instead;
  }

  add(...columns: readonly FocusColumn[]): void {
    for (const column of columns) this.#names.add(column);
  }

  text(): string | null {
    return this.#names.size === 0 ? null : [...this.#names].join(" ");
  }
}

type Costs = Readonly<{ list: string; contracted: string; service: string }>;
type Pricing = Readonly<Partial<Record<FocusColumn, string | null>>>;

/**
 * What a line is priced by. Usage and purchases that say no quantity are one charge at their own price, less
 * than nothing where they are paid back. Corrections, credits and adjustments may be without.
 */
function pricingOf(line: BillLine, { list, contracted, service }: Costs, filled: Filling): Pricing {
  const isNeeded =
    line.charge_class === undefined &&
    (line.charge_category === "usage" || line.charge_category === "purchase");
  const told = toldQuantity(line, { list, contracted }, isNeeded);
  if (told === undefined && !isNeeded) {
    return {
      SkuId: line.sku_id ?? null,
      SkuPriceId: line.sku_price_id ?? null,
      SkuMeter: line.sku_id === undefined ? null : (line.sku_meter ?? null),
      PricingCategory: pricingCategories.includes(line.pricing_category ?? "")
        ? (line.pricing_category ?? null)
        : null,
    };
  }
  const isPaidBack = isNegative(isZeroDecimal(list) ? contracted : list);
  const quantity = told ?? (isPaidBack ? "-1" : "1");
  if (told === undefined) filled.add("PricingQuantity", "PricingUnit");
  const listPrice = filled.take(
    "ListUnitPrice",
    priceTold(line.list_unit_price, told),
    priceOf(list, quantity),
  );
  const contractedPrice = filled.take(
    "ContractedUnitPrice",
    priceTold(line.contracted_unit_price, told),
    priceOf(contracted, quantity),
  );
  filled.add("PricingCurrencyListUnitPrice", "PricingCurrencyContractedUnitPrice");
  const meter = line.sku_meter ?? line.billed_model ?? line.charge_description ?? service;
  const sku = filled.take("SkuId", line.sku_id, meter.slice(0, LONGEST_SKU));
  const category = line.pricing_category;
  const isKnown = category !== undefined && pricingCategories.includes(category);
  return {
    SkuId: sku,
    SkuPriceId: filled.take("SkuPriceId", line.sku_price_id, sku),
    SkuMeter: filled.take("SkuMeter", line.sku_meter, meter.slice(0, LONGEST_SKU)),
    PricingQuantity: quantity,
    PricingUnit:
      told === undefined ? "Charges" : filled.take("PricingUnit", line.pricing_unit, "Units"),
    ListUnitPrice: listPrice,
    ContractedUnitPrice: contractedPrice,
    PricingCategory: isKnown ? category : filled.take("PricingCategory", undefined, "Other"),
    PricingCurrencyListUnitPrice: listPrice,
    PricingCurrencyContractedUnitPrice: contractedPrice,
  };
}

const LONGEST_SKU = 200;

/**
 * A quantity of nothing at a cost is no quantity that FOCUS's product could come from. Neither is one that went the other
 * way than its cost, as a credit for five units has it: its unit price would be less than nothing.
 */
function toldQuantity(
  line: BillLine,
  { list, contracted }: Pick<Costs, "list" | "contracted">,
  isNeeded: boolean,
): string | undefined {
  const quantity = line.pricing_quantity;
  if (quantity === undefined) return undefined;
  if (!isZeroDecimal(quantity)) {
    const isApart = (cost: string): boolean =>
      !isZeroDecimal(cost) && isNegative(cost) !== isNegative(quantity);
    return isApart(list) || isApart(contracted) ? undefined : quantity;
  }
  if (!isNeeded) return quantity;
  return isZeroDecimal(line.list_cost ?? line.billed_cost) ? quantity : undefined;
}

const isNegative = (amount: string): boolean => amount.startsWith("-");

/** A unit price is of the told quantity, and never less than nothing. */
const priceTold = (price: string | undefined, quantity: string | undefined): string | undefined =>
  price === undefined || quantity === undefined || (isNegative(price) && !isZeroDecimal(price))
    ? undefined
    : price;

/** The price that makes the cost; of a quantity of nothing, nothing. */
const priceOf = (cost: string, quantity: string): string => unitPriceOf(cost, quantity) ?? "0";

/** Only usage consumes, and what was unused of a commitment did not. */
function consumedOf(line: BillLine, pricing: Pricing, filled: Filling): Pricing {
  if (line.charge_category !== "usage" || line.commitment_discount_status === "unused") return {};
  if (line.consumed_quantity !== undefined) {
    return {
      ConsumedQuantity: line.consumed_quantity,
      ConsumedUnit: filled.take("ConsumedUnit", line.consumed_unit, "Units"),
    };
  }
  if (line.charge_class !== undefined) return {};
  filled.add("ConsumedQuantity", "ConsumedUnit");
  return {
    ConsumedQuantity: pricing.PricingQuantity ?? null,
    ConsumedUnit: pricing.PricingUnit ?? null,
  };
}
