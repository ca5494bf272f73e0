import { ownColumns } from "../own-columns.ts";

/**
 * The columns of an export, in their order, with the type that FOCUS 1.2 gives them. Columns of FOCUS of which
 * the ledger keeps nothing are left out.
 * https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/tree/v1.2/specification/columns, read 2026-11-28.
 */
export const exportColumns = {
  BillingAccountId: "text",
  BillingAccountName: "text",
  SubAccountId: "text",
  SubAccountName: "text",
  BillingPeriodStart: "time",
  BillingPeriodEnd: "time",
  ChargePeriodStart: "time",
  ChargePeriodEnd: "time",
  ChargeCategory: "text",
  ChargeClass: "text",
  ChargeDescription: "text",
  ChargeFrequency: "text",
  ProviderName: "text",
  PublisherName: "text",
  InvoiceIssuerName: "text",
  InvoiceId: "text",
  ServiceCategory: "text",
  ServiceSubcategory: "text",
  ServiceName: "text",
  SkuId: "text",
  SkuPriceId: "text",
  SkuMeter: "text",
  SkuPriceDetails: "text",
  RegionId: "text",
  RegionName: "text",
  ResourceId: "text",
  ResourceName: "text",
  ResourceType: "text",
  BillingCurrency: "text",
  BilledCost: "decimal",
  EffectiveCost: "decimal",
  ListCost: "decimal",
  ContractedCost: "decimal",
  PricingCategory: "text",
  PricingQuantity: "decimal",
  PricingUnit: "text",
  ListUnitPrice: "decimal",
  ContractedUnitPrice: "decimal",
  PricingCurrency: "text",
  PricingCurrencyListUnitPrice: "decimal",
  PricingCurrencyContractedUnitPrice: "decimal",
  PricingCurrencyEffectiveCost: "decimal",
  ConsumedQuantity: "decimal",
  ConsumedUnit: "text",
  CommitmentDiscountId: "text",
  CommitmentDiscountType: "text",
  CommitmentDiscountStatus: "text",
  CapacityReservationId: "text",
  CapacityReservationStatus: "text",
  Tags: "text",
  ...(Object.fromEntries(Object.values(ownColumns).map(([name]) => [name, "text"])) as Record<
    OwnColumn,
    "text"
  >),
} as const satisfies Record<string, "text" | "time" | "decimal">;

type OwnColumn = (typeof ownColumns)[keyof typeof ownColumns][0];
export type FocusColumn = keyof typeof exportColumns;
/** A row of an export as text; what is not there is null. */
export type FocusRow = Readonly<Partial<Record<FocusColumn, string | null>>>;

/** ISO 8601 in UTC, to the second as FOCUS writes it. */
export const focusTime = (ms: number): string =>
  new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
