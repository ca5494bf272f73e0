/**
 * Rules of FOCUS 1.2 that can be told from a table, by the ids and words of the official validator's rules:
 * https://github.com/finopsfoundation/focus_validator, focus_validator/rules/model-1.2.0.1.json (the same in
 * FOCUS_Spec, specification/conformance/cr-1.2.json), read 2026-11-28.
 *
 * Rules of that file that contradict the specification's own text are not here; `decisions/0033` names them.
 */
export type Cells = Readonly<Record<string, string>>;
export type FocusRule = Readonly<{
  id: string;
  /** The columns that the rule is about, the first its own. */
  says: string;
  /** Which rows it is about; all unless said. */
  when?: (row: Cells) => boolean;
  holds: (row: Cells) => boolean;
}>;

/** Columns that must be there; the last ones for data with virtual currencies, unit prices or regions. */
export const columnsPresent: Readonly<Record<string, string>> = {
  "CostAndUsage-D-005-M": "BillingAccountName",
  "CostAndUsage-D-006-M": "BilledCost",
  "CostAndUsage-D-008-M": "ChargeCategory",
  "CostAndUsage-D-009-M": "BillingPeriodStart",
  "CostAndUsage-D-010-M": "BillingPeriodEnd",
  "CostAndUsage-D-021-M": "PublisherName",
  "CostAndUsage-D-023-M": "InvoiceIssuerName",
  "CostAndUsage-D-024-M": "BillingAccountId",
  "CostAndUsage-D-025-M": "ChargeDescription",
  "CostAndUsage-D-026-M": "ChargeClass",
  "CostAndUsage-D-027-O": "ChargeFrequency",
  "CostAndUsage-D-028-M": "ChargePeriodEnd",
  "CostAndUsage-D-030-M": "ContractedCost",
  "CostAndUsage-D-031-M": "EffectiveCost",
  "CostAndUsage-D-032-M": "ListCost",
  "CostAndUsage-D-033-O": "InvoiceId",
  "CostAndUsage-D-035-M": "BillingCurrency",
  "CostAndUsage-D-036-M": "PricingQuantity",
  "CostAndUsage-D-037-M": "ChargePeriodStart",
  "CostAndUsage-D-038-M": "ProviderName",
  "CostAndUsage-D-040-M": "ServiceCategory",
  "CostAndUsage-D-041-M": "ServiceName",
  "CostAndUsage-D-042-O": "ServiceSubcategory",
  "CostAndUsage-D-068-M": "PricingUnit",
  "CostAndUsage-D-004-C": "ListUnitPrice",
  "CostAndUsage-D-011-C": "ConsumedQuantity",
  "CostAndUsage-D-066-C": "ConsumedUnit",
  "CostAndUsage-D-013-C": "CommitmentDiscountId",
  "CostAndUsage-D-014-C": "CommitmentDiscountType",
  "CostAndUsage-D-017-C": "CommitmentDiscountStatus",
  "CostAndUsage-D-019-C": "SubAccountId",
  "CostAndUsage-D-029-C": "SubAccountName",
  "CostAndUsage-D-020-C": "CapacityReservationStatus",
  "CostAndUsage-D-065-C": "CapacityReservationId",
  "CostAndUsage-D-022-C": "PricingCategory",
  "CostAndUsage-D-034-C": "ContractedUnitPrice",
  "CostAndUsage-D-039-C": "ResourceType",
  "CostAndUsage-D-043-C": "ResourceId",
  "CostAndUsage-D-044-C": "ResourceName",
  "CostAndUsage-D-045-C": "PricingCurrency",
  "CostAndUsage-D-047-C": "PricingCurrencyContractedUnitPrice",
  "CostAndUsage-D-051-C": "PricingCurrencyEffectiveCost",
  "CostAndUsage-D-055-C": "PricingCurrencyListUnitPrice",
  "CostAndUsage-D-058-C": "SkuPriceId",
  "CostAndUsage-D-059-C": "SkuMeter",
  "CostAndUsage-D-060-C": "SkuId",
  "CostAndUsage-D-061-C": "SkuPriceDetails",
  "CostAndUsage-D-062-C": "RegionName",
  "CostAndUsage-D-063-C": "RegionId",
  "CostAndUsage-D-064-C": "Tags",
};

const isNull = (row: Cells, column: string): boolean => (row[column] ?? "") === "";
const isTold = (row: Cells, column: string): boolean => !isNull(row, column);
const is = (row: Cells, column: string, ...values: readonly string[]): boolean =>
  values.includes(row[column] ?? "");
const isCorrection = (row: Cells): boolean => is(row, "ChargeClass", "Correction");
const isPriced = (row: Cells): boolean =>
  is(row, "ChargeCategory", "Usage", "Purchase") && !isCorrection(row);
const isTax = (row: Cells): boolean => is(row, "ChargeCategory", "Tax");

const notNull = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} MUST NOT be null`,
  holds: (row) => isTold(row, column),
});
const allowed = (id: string, column: string, ...values: readonly string[]): FocusRule => ({
  id,
  says: `${column} MUST be one of the allowed values`,
  when: (row) => isTold(row, column),
  holds: (row) => is(row, column, ...values),
});
const nullForTax = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} MUST be null when ChargeCategory is "Tax"`,
  when: isTax,
  holds: (row) => isNull(row, column),
});
const toldWhenPriced = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} MUST NOT be null for usage and purchases that are no correction`,
  when: isPriced,
  holds: (row) => isTold(row, column),
});
const nullWithout = (id: string, column: string, other: string): FocusRule => ({
  id,
  says: `${column} MUST be null when ${other} is null`,
  when: (row) => isNull(row, other),
  holds: (row) => isNull(row, column),
});
const toldWith = (id: string, column: string, other: string): FocusRule => ({
  id,
  says: `${column} MUST NOT be null when ${other} is not null`,
  when: (row) => isTold(row, other),
  holds: (row) => isTold(row, column),
});

const DECIMAL = /^-?\d+(\.\d+)?$/;
const decimal = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} MUST be a decimal of NumericFormat`,
  when: (row) => isTold(row, column),
  holds: (row) => DECIMAL.test(row[column] ?? ""),
});
const notNegative = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} MUST be a non-negative decimal value`,
  when: (row) => isTold(row, column),
  holds: (row) => /^\d+(\.\d+)?$/.test(row[column] ?? ""),
});
const time = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} MUST conform to DateTimeFormat`,
  holds: (row) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(row[column] ?? ""),
});
const keyValue = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} MUST conform to KeyValueFormat`,
  when: (row) => isTold(row, column),
  holds: (row) => {
    const value: unknown = JSON.parse(row[column] ?? "");
    return (
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((each) => typeof each !== "object" || each === null)
    );
  },
});
const UNIT =
  /^[A-Za-z][A-Za-z0-9]*(\s+[A-Za-z][A-Za-z0-9]*)*(-(Years|Months|Days|Hours|Minutes|Seconds))?$/;
const unit = (id: string, column: string): FocusRule => ({
  id,
  says: `${column} SHOULD conform to UnitFormat`,
  when: (row) => isTold(row, column) && is(row, "x_HeadgateBasis", "calls"),
  holds: (row) => UNIT.test(row[column] ?? ""),
});

/** price × quantity, rounded to the twelve places that costs have. */
export function isProduct(price: string, quantity: string, cost: string): boolean {
  const scaled = (text: string) => {
    const [whole = "", fraction = ""] = text.split(".");
    return { digits: BigInt(whole + fraction), places: fraction.length };
  };
  const [one, other, told] = [scaled(price), scaled(quantity), scaled(cost)];
  const places = one.places + other.places;
  const product = one.digits * other.digits;
  const up = 10n ** BigInt(Math.max(places - told.places, 0));
  const wanted = told.digits * (places > told.places ? up : 1n);
  const got = product * 10n ** BigInt(Math.max(told.places - places, 0));
  const off = got > wanted ? got - wanted : wanted - got;
  return off * 2n <= up;
}
const product = (id: string, price: string, cost: string): FocusRule => ({
  id,
  says: `${price} × PricingQuantity MUST match ${cost}`,
  when: (row) => isTold(row, price) && isTold(row, "PricingQuantity") && !isCorrection(row),
  holds: (row) => isProduct(row[price] ?? "", row.PricingQuantity ?? "", row[cost] ?? ""),
});

export const focusRules: readonly FocusRule[] = [
  notNull("BillingAccountId-C-001-M", "BillingAccountId"),
  notNull("BillingAccountName-C-003-C", "BillingAccountName"),
  notNull("InvoiceIssuerName-C-003-M", "InvoiceIssuerName"),
  notNull("ProviderName-C-003-M", "ProviderName"),
  notNull("PublisherName-C-003-M", "PublisherName"),
  notNull("ServiceName-C-003-M", "ServiceName"),
  notNull("ChargeDescription-C-003-O", "ChargeDescription"),
  notNull("BilledCost-C-003-M", "BilledCost"),
  notNull("EffectiveCost-C-003-M", "EffectiveCost"),
  notNull("ListCost-C-003-M", "ListCost"),
  notNull("ContractedCost-C-003-M", "ContractedCost"),
  notNull("PricingCurrency-C-004-M", "PricingCurrency"),
  notNull("PricingCurrencyEffectiveCost-C-003-M", "PricingCurrencyEffectiveCost"),
  time("BillingPeriodStart-C-002-M", "BillingPeriodStart"),
  time("BillingPeriodEnd-C-002-M", "BillingPeriodEnd"),
  time("ChargePeriodStart-C-002-M", "ChargePeriodStart"),
  time("ChargePeriodEnd-C-002-M", "ChargePeriodEnd"),
  notNull("ChargeCategory-C-002-M", "ChargeCategory"),
  allowed(
    "ChargeCategory-C-003-M",
    "ChargeCategory",
    "Usage",
    "Purchase",
    "Tax",
    "Credit",
    "Adjustment",
  ),
  allowed("ChargeClass-C-005-C", "ChargeClass", "Correction"),
  notNull("ChargeFrequency-C-002-M", "ChargeFrequency"),
  allowed("ChargeFrequency-C-003-M", "ChargeFrequency", "One-Time", "Recurring", "Usage-Based"),
  {
    id: "ChargeFrequency-C-004-C",
    says: 'ChargeFrequency MUST NOT be "Usage-Based" when ChargeCategory is "Purchase"',
    when: (row) => is(row, "ChargeCategory", "Purchase"),
    holds: (row) => !is(row, "ChargeFrequency", "Usage-Based"),
  },
  notNull("ServiceCategory-C-002-M", "ServiceCategory"),
  notNull("ServiceSubcategory-C-002-M", "ServiceSubcategory"),
  allowed(
    "PricingCategory-C-007-M",
    "PricingCategory",
    "Standard",
    "Committed",
    "Dynamic",
    "Other",
  ),
  nullForTax("PricingCategory-C-003-C", "PricingCategory"),
  toldWhenPriced("PricingCategory-C-004-C", "PricingCategory"),
  nullForTax("ListUnitPrice-C-004-C", "ListUnitPrice"),
  toldWhenPriced("ListUnitPrice-C-005-C", "ListUnitPrice"),
  notNegative("ListUnitPrice-C-008-M", "ListUnitPrice"),
  product("ListUnitPrice-C-010-C", "ListUnitPrice", "ListCost"),
  nullForTax("ContractedUnitPrice-C-005-C", "ContractedUnitPrice"),
  toldWhenPriced("ContractedUnitPrice-C-006-C", "ContractedUnitPrice"),
  notNegative("ContractedUnitPrice-C-009-C", "ContractedUnitPrice"),
  product("ContractedUnitPrice-C-011-C", "ContractedUnitPrice", "ContractedCost"),
  nullForTax("PricingQuantity-C-004-C", "PricingQuantity"),
  toldWhenPriced("PricingQuantity-C-005-C", "PricingQuantity"),
  nullWithout("PricingUnit-C-005-C", "PricingUnit", "PricingQuantity"),
  toldWith("PricingUnit-C-006-C", "PricingUnit", "PricingQuantity"),
  unit("PricingUnit-C-003-O", "PricingUnit"),
  nullForTax("SkuId-C-004-C", "SkuId"),
  toldWhenPriced("SkuId-C-005-C", "SkuId"),
  nullForTax("SkuPriceId-C-004-C", "SkuPriceId"),
  toldWhenPriced("SkuPriceId-C-005-C", "SkuPriceId"),
  nullWithout("SkuMeter-C-004-C", "SkuMeter", "SkuId"),
  toldWith("SkuMeter-C-005-C", "SkuMeter", "SkuId"),
  nullWithout("SkuPriceDetails-C-004-C", "SkuPriceDetails", "SkuPriceId"),
  keyValue("SkuPriceDetails-C-001-M", "SkuPriceDetails"),
  {
    id: "ConsumedQuantity-C-004-C",
    says: 'ConsumedQuantity MUST be null when the charge is no usage, or "Unused"',
    when: (row) =>
      !is(row, "ChargeCategory", "Usage") || is(row, "CommitmentDiscountStatus", "Unused"),
    holds: (row) => isNull(row, "ConsumedQuantity"),
  },
  {
    id: "ConsumedQuantity-C-005-C",
    says: "ConsumedQuantity MUST NOT be null for other usage that is no correction",
    when: (row) =>
      is(row, "ChargeCategory", "Usage") &&
      !is(row, "CommitmentDiscountStatus", "Unused") &&
      !isCorrection(row),
    holds: (row) => isTold(row, "ConsumedQuantity"),
  },
  nullWithout("ConsumedUnit-C-005-C", "ConsumedUnit", "ConsumedQuantity"),
  toldWith("ConsumedUnit-C-006-C", "ConsumedUnit", "ConsumedQuantity"),
  unit("ConsumedUnit-C-003-O", "ConsumedUnit"),
  notNull("BillingCurrency-C-004-M", "BillingCurrency"),
  {
    id: "BillingCurrency-C-006-M",
    says: "BillingCurrency MUST be a national currency of ISO 4217",
    holds: (row) => /^[A-Z]{3}$/.test(row.BillingCurrency ?? ""),
  },
  nullForTax("PricingCurrencyListUnitPrice-C-004-C", "PricingCurrencyListUnitPrice"),
  toldWhenPriced("PricingCurrencyListUnitPrice-C-005-C", "PricingCurrencyListUnitPrice"),
  notNegative("PricingCurrencyListUnitPrice-C-008-M", "PricingCurrencyListUnitPrice"),
  toldWhenPriced(
    "PricingCurrencyContractedUnitPrice-C-005-C",
    "PricingCurrencyContractedUnitPrice",
  ),
  nullWithout("RegionName-C-004-C", "RegionName", "RegionId"),
  toldWith("RegionName-C-005-C", "RegionName", "RegionId"),
  nullWithout("ResourceType-C-004-C", "ResourceType", "ResourceId"),
  toldWith("ResourceType-C-005-C", "ResourceType", "ResourceId"),
  nullWithout("SubAccountName-C-004-C", "SubAccountName", "SubAccountId"),
  toldWith("SubAccountName-C-005-C", "SubAccountName", "SubAccountId"),
  nullWithout("CommitmentDiscountType-C-004-C", "CommitmentDiscountType", "CommitmentDiscountId"),
  toldWith("CommitmentDiscountType-C-005-C", "CommitmentDiscountType", "CommitmentDiscountId"),
  nullWithout(
    "CommitmentDiscountStatus-C-003-C",
    "CommitmentDiscountStatus",
    "CommitmentDiscountId",
  ),
  nullWithout(
    "CapacityReservationStatus-C-003-C",
    "CapacityReservationStatus",
    "CapacityReservationId",
  ),
  allowed("CapacityReservationStatus-C-006-M", "CapacityReservationStatus", "Used", "Unused"),
  keyValue("Tags-C-001-M", "Tags"),
  ...["BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "PricingQuantity"].map(
    (column) => decimal(`${column}-C-001-M`, column),
  ),
];

/** Pairs of which the first MUST (services: SHOULD) have one and only one of the second. */
export const oneParent: readonly Readonly<{ id: string; child: string; parent: string }>[] = [
  { id: "SkuPriceId-C-008-M", child: "SkuPriceId", parent: "SkuId" },
  { id: "ServiceName-C-005-C", child: "ServiceName", parent: "ServiceCategory" },
  { id: "ServiceName-C-008-C", child: "ServiceName", parent: "ServiceSubcategory" },
  { id: "ServiceSubcategory-C-004-M", child: "ServiceSubcategory", parent: "ServiceCategory" },
];
