/**
 * FOCUS's columns by what they are to Headgate: the name of 1.0 to 1.2 first, then that of another version.
 * https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/tree/v1.2, its changelog and examples read
 * 2026-11-28. The names of 1.0-preview and 1.3 that differ were not read in their own specifications.
 */
export const focusColumns = {
  billedCost: ["BilledCost"],
  effectiveCost: ["EffectiveCost"],
  listCost: ["ListCost"],
  contractedCost: ["ContractedCost"],
  billingCurrency: ["BillingCurrency"],
  billingPeriodStart: ["BillingPeriodStart"],
  billingPeriodEnd: ["BillingPeriodEnd"],
  chargePeriodStart: ["ChargePeriodStart"],
  chargePeriodEnd: ["ChargePeriodEnd"],
  chargeCategory: ["ChargeCategory"],
  /** 1.0-preview, where ChargeClass is now. */
  chargeSubcategory: ["ChargeSubcategory"],
  chargeClass: ["ChargeClass"],
  chargeDescription: ["ChargeDescription"],
  billingAccountId: ["BillingAccountId"],
  billingAccountName: ["BillingAccountName"],
  subAccountId: ["SubAccountId"],
  subAccountName: ["SubAccountName"],
  /** 1.3 tells the service's provider from the host's; both old names are on their way out there. */
  providerName: ["ProviderName", "ServiceProviderName"],
  publisherName: ["PublisherName"],
  invoiceIssuerName: ["InvoiceIssuerName"],
  invoiceId: ["InvoiceId"],
  serviceCategory: ["ServiceCategory"],
  serviceSubcategory: ["ServiceSubcategory"],
  serviceName: ["ServiceName"],
  skuId: ["SkuId"],
  skuPriceId: ["SkuPriceId", "SkuPriceid"],
  skuMeter: ["SkuMeter"],
  region: ["RegionId", "Region"],
  resourceId: ["ResourceId"],
  resourceName: ["ResourceName"],
  pricingCategory: ["PricingCategory"],
  pricingCurrency: ["PricingCurrency"],
  pricingQuantity: ["PricingQuantity"],
  pricingUnit: ["PricingUnit"],
  listUnitPrice: ["ListUnitPrice"],
  contractedUnitPrice: ["ContractedUnitPrice"],
  consumedQuantity: ["ConsumedQuantity", "UsageQuantity"],
  consumedUnit: ["ConsumedUnit", "UsageUnit"],
  commitmentDiscountId: ["CommitmentDiscountId"],
  commitmentDiscountType: ["CommitmentDiscountType"],
  commitmentDiscountStatus: ["CommitmentDiscountStatus"],
  capacityReservationId: ["CapacityReservationId"],
  capacityReservationStatus: ["CapacityReservationStatus"],
  tags: ["Tags"],
  /** Columns of AWS's and Microsoft's own, by their names in those exports. */
  awsServiceCode: ["x_ServiceCode"],
  awsUsageType: ["x_UsageType"],
  azureMeterCategory: ["x_SkuMeterCategory"],
  azureMeterSubcategory: ["x_SkuMeterSubcategory"],
  azureMeterName: ["x_SkuMeterName"],
  azureBlockSize: ["x_PricingBlockSize"],
  /** FOCUS 1.1's properties of a SKU (InstanceType), and Microsoft's older column of them (ServiceType). */
  skuDetails: ["SkuPriceDetails", "x_SkuDetails"],
  azureUnit: ["x_PricingUnitDescription", "x_SkuUnitOfMeasure"],
} as const satisfies Record<string, readonly string[]>;

/** Without these a row says neither what nor when: the file is none of FOCUS 1.0 or later. */
const REQUIRED = [
  "BilledCost",
  "EffectiveCost",
  "ChargeCategory",
  "BillingPeriodStart",
  "BillingPeriodEnd",
  "ChargePeriodStart",
  "ChargePeriodEnd",
] as const;

export const missingColumns = (columns: readonly string[]): readonly string[] =>
  REQUIRED.filter((column) => !columns.includes(column));

/** Columns by which also FOCUS 0.5 is told from other bills: its rows are not read, which is said. */
export const looksLikeFocus = (columns: readonly string[]): boolean =>
  columns.includes("BilledCost") &&
  columns.includes("ChargePeriodStart") &&
  (columns.includes("ChargeCategory") || columns.includes("ChargeType"));
