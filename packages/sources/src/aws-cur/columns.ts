/** The columns that are read, as CUR 2.0 and Athena name them, and as the legacy CSV does. */
export const curColumns = {
  lineItemId: ["identity_line_item_id", "identity/LineItemId"],
  timeInterval: ["identity_time_interval", "identity/TimeInterval"],
  invoiceId: ["bill_invoice_id", "bill/InvoiceId"],
  invoicingEntity: ["bill_invoicing_entity", "bill/InvoicingEntity"],
  billingEntity: ["bill_billing_entity", "bill/BillingEntity"],
  payerAccountId: ["bill_payer_account_id", "bill/PayerAccountId"],
  payerAccountName: ["bill_payer_account_name", "bill/PayerAccountName"],
  billingPeriodStart: ["bill_billing_period_start_date", "bill/BillingPeriodStartDate"],
  billingPeriodEnd: ["bill_billing_period_end_date", "bill/BillingPeriodEndDate"],
  usageAccountId: ["line_item_usage_account_id", "lineItem/UsageAccountId"],
  usageAccountName: ["line_item_usage_account_name", "lineItem/UsageAccountName"],
  lineItemType: ["line_item_line_item_type", "lineItem/LineItemType"],
  usageStart: ["line_item_usage_start_date", "lineItem/UsageStartDate"],
  usageEnd: ["line_item_usage_end_date", "lineItem/UsageEndDate"],
  productCode: ["line_item_product_code", "lineItem/ProductCode"],
  usageType: ["line_item_usage_type", "lineItem/UsageType"],
  operation: ["line_item_operation", "lineItem/Operation"],
  resourceId: ["line_item_resource_id", "lineItem/ResourceId"],
  usageAmount: ["line_item_usage_amount", "lineItem/UsageAmount"],
  currency: ["line_item_currency_code", "lineItem/CurrencyCode"],
  unblendedCost: ["line_item_unblended_cost", "lineItem/UnblendedCost"],
  description: ["line_item_line_item_description", "lineItem/LineItemDescription"],
  legalEntity: ["line_item_legal_entity", "lineItem/LegalEntity"],
  iamPrincipal: ["line_item_iam_principal", "lineItem/IamPrincipal"],
  pricingUnit: ["pricing_unit", "pricing/unit"],
  listCost: ["pricing_public_on_demand_cost", "pricing/publicOnDemandCost"],
  listRate: ["pricing_public_on_demand_rate", "pricing/publicOnDemandRate"],
  rateId: ["pricing_rate_id", "pricing/RateId"],
  reservationArn: ["reservation_reservation_a_r_n", "reservation/ReservationARN"],
  reservationEffectiveCost: ["reservation_effective_cost", "reservation/EffectiveCost"],
  reservationUnusedUpfront: [
    "reservation_unused_amortized_upfront_fee_for_billing_period",
    "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
  ],
  reservationUnusedRecurring: [
    "reservation_unused_recurring_fee",
    "reservation/UnusedRecurringFee",
  ],
  savingsPlanArn: ["savings_plan_savings_plan_a_r_n", "savingsPlan/SavingsPlanARN"],
  savingsPlanEffectiveCost: [
    "savings_plan_savings_plan_effective_cost",
    "savingsPlan/SavingsPlanEffectiveCost",
  ],
  savingsPlanTotalCommitment: [
    "savings_plan_total_commitment_to_date",
    "savingsPlan/TotalCommitmentToDate",
  ],
  savingsPlanUsedCommitment: ["savings_plan_used_commitment", "savingsPlan/UsedCommitment"],
  splitParent: ["split_line_item_parent_resource_id", "splitLineItem/ParentResourceId"],
  productMap: ["product"],
  resourceTagMap: ["resource_tags"],
  tagMap: ["tags"],
  costCategoryMap: ["cost_category"],
} as const satisfies Record<string, readonly string[]>;

/** Attributes of products, which CUR 2.0 has in its map and the others in columns. */
export const productColumns = {
  product_name: ["product_product_name", "product/ProductName"],
  servicename: ["product_servicename", "product/servicename"],
  region_code: ["product_region_code", "product/regionCode", "product_region", "product/region"],
  sku: ["product_sku", "product/sku"],
  instance_type: ["product_instance_type", "product/instanceType"],
  model: ["product_model", "product/model"],
  inference_type: ["product_inference_type", "product/inferenceType"],
  feature: ["product_feature", "product/feature"],
} as const satisfies Record<string, readonly string[]>;

/** What makes a table a Cost and Usage Report, in any selection of its columns. */
export const looksLikeCur = (columns: readonly string[]): boolean =>
  [curColumns.usageType, curColumns.lineItemType, curColumns.unblendedCost].every((names) =>
    names.some((name) => columns.includes(name)),
  );

/** Without these a row says neither what nor when. */
const REQUIRED = [
  "billingPeriodStart",
  "billingPeriodEnd",
  "usageStart",
  "currency",
  "unblendedCost",
  "lineItemType",
] as const satisfies readonly (keyof typeof curColumns)[];

export const missingCurColumns = (columns: readonly string[]): readonly string[] =>
  REQUIRED.map((key) => curColumns[key])
    .filter((names) => !names.some((name) => columns.includes(name)))
    .map(([name]) => name);

export const hasCurColumn = (columns: readonly string[], key: keyof typeof curColumns): boolean =>
  curColumns[key].some((name) => columns.includes(name));
