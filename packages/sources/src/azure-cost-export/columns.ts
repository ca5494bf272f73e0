/**
 * The columns of Azure's cost details by what they are to Headgate, in the order of preference: of Enterprise
 * Agreements, Microsoft Customer Agreements and pay-as-you-go, whose names differ in case and words.
 * https://learn.microsoft.com/ja-jp/azure/cost-management-billing/automate/understand-usage-details-fields, read in
 * part 2026-11-28.
 */
const names = {
  date: ["date", "usagedatetime", "usagedate"],
  billingPeriodStart: ["billingperiodstartdate"],
  billingPeriodEnd: ["billingperiodenddate"],
  billingAccountId: ["billingaccountid", "billingprofileid", "subscriptionid", "subscriptionguid"],
  billingAccountName: ["billingaccountname", "billingprofilename"],
  subscriptionId: ["subscriptionid", "subscriptionguid"],
  subscriptionName: ["subscriptionname"],
  cost: ["costinbillingcurrency", "pretaxcost", "cost"],
  listCost: ["paygcostinbillingcurrency"],
  currency: ["billingcurrency", "billingcurrencycode", "currency", "currencycode"],
  quantity: ["quantity", "usagequantity"],
  unit: ["unitofmeasure"],
  effectivePrice: ["effectiveprice", "resourcerate"],
  meterId: ["meterid"],
  meterName: ["metername"],
  meterCategory: ["metercategory"],
  meterSubcategory: ["metersubcategory"],
  productName: ["productname", "product"],
  productOrderId: ["productorderid"],
  consumedService: ["consumedservice"],
  publisherName: ["publishername"],
  chargeType: ["chargetype"],
  pricingModel: ["pricingmodel"],
  reservationId: ["reservationid"],
  benefitId: ["benefitid"],
  invoiceId: ["invoiceid"],
  invoiceSection: ["invoicesectionid", "invoicesectionname"],
  costCenter: ["costcenter"],
  resourceId: ["resourceid", "instanceid", "instancename"],
  resourceName: ["resourcename"],
  location: ["resourcelocation", "location", "meterregion"],
  tags: ["tags"],
  additionalInfo: ["additionalinfo"],
} as const satisfies Record<string, readonly string[]>;

export type AzureColumns = Readonly<Record<keyof typeof names, readonly string[]>>;

/**
 * A column's name without what exports differ in: case, spaces, and the translation before the name in brackets
 * (`Kategorie der Verbrauchseinheit (MeterCategory)`).
 */
const plain = (column: string): string =>
  (/\(([A-Za-z]+)\)\s*$/.exec(column)?.[1] ?? column).toLowerCase().replace(/[^a-z0-9]/g, "");

/** The file's own columns for each of ours; none for what it lacks. */
export function azureColumnsOf(columns: readonly string[]): AzureColumns {
  const own = new Map(columns.map((column) => [plain(column), column]));
  const found = Object.entries(names).map(([key, wanted]) => [
    key,
    wanted.flatMap((name) => own.get(name) ?? []),
  ]);
  return Object.fromEntries(found) as AzureColumns;
}

/** Told by the meter's category, a cost and a day, which no other bill has together. */
export function looksLikeAzure(columns: readonly string[]): boolean {
  const { meterCategory, cost, date } = azureColumnsOf(columns);
  return meterCategory.length > 0 && cost.length > 0 && date.length > 0;
}
