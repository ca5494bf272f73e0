import { join } from "node:path";
import type { TokenBucket } from "@headgate/contract";
import { byMonth, dayOf, midnightMs, nextMonth } from "../calendar.ts";
import { decimalOf } from "../exact-dollars.ts";
import { LineFile } from "../line-file.ts";
import { csvLine } from "../table/csv-line.ts";
import type { BilledLine } from "./billed-line.ts";

const columns = [
  "InvoiceSectionName",
  "SubscriptionId",
  "SubscriptionName",
  "ResourceGroup",
  "ResourceLocation",
  "Date",
  "ProductName",
  "MeterCategory",
  "MeterSubCategory",
  "MeterId",
  "MeterName",
  "MeterRegion",
  "UnitOfMeasure",
  "Quantity",
  "EffectivePrice",
  "CostInBillingCurrency",
  "CostCenter",
  "ConsumedService",
  "ResourceId",
  "Tags",
  "AdditionalInfo",
  "PublisherName",
  "ChargeType",
  "Frequency",
  "PricingModel",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrencyCode",
  "BillingPeriodStartDate",
  "BillingPeriodEndDate",
  "PayGPrice",
] as const;

const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
/** What meters call kinds of tokens. */
const meterWords: Readonly<Partial<Record<TokenBucket, string>>> = {
  input: "Inpt",
  cache_read: "cchd Inpt",
  output: "outpt",
};

/** Azure's export of actual costs as CSV, a file a month, in blocks of a million tokens. */
export async function writeAzureCostExport(
  folder: string,
  lines: readonly BilledLine[],
): Promise<void> {
  for (const [month, ofMonth] of byMonth(lines)) {
    const file = new LineFile(join(folder, "azure-costs", `actual-cost-${month}.csv`));
    await file.line(columns.join(","));
    for (const line of ofMonth) await file.line(csvLine(columns, cellsOf(month, line)));
    await file.close();
  }
}

/** `11/30/2026` */
function american(day: string): string {
  const [year, month, date] = day.split("-");
  return `${month}/${date}/${year}`;
}

function cellsOf(month: string, line: BilledLine): Record<string, string> {
  const words = meterWords[line.component];
  if (words === undefined) throw new RangeError(`Azure has no meter for ${line.component}`);
  const meter = `${line.route.title} ${words} Glbl 1M Tokens`;
  const lastDay = dayOf(midnightMs(nextMonth(month)) - 1);
  const price = decimalOf(line.unitPrice * 1_000_000n);
  return {
    SubscriptionId: SUBSCRIPTION,
    SubscriptionName: "constructed",
    ResourceGroup: line.team,
    ResourceLocation: "eastus",
    Date: american(line.day),
    MeterCategory: "Azure OpenAI",
    MeterSubCategory: "Azure OpenAI",
    MeterId: `constructed ${meter}`,
    MeterName: meter,
    MeterRegion: "Global",
    UnitOfMeasure: "1M",
    Quantity: decimalOf(line.quantity, 6),
    EffectivePrice: price,
    CostInBillingCurrency: decimalOf(line.picodollars),
    ConsumedService: "Microsoft.CognitiveServices",
    ResourceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/${line.team}/providers/Microsoft.CognitiveServices/accounts/${line.team}`,
    Tags: JSON.stringify({ team: line.team }),
    PublisherName: "Microsoft",
    ChargeType: "Usage",
    Frequency: "UsageBased",
    PricingModel: "OnDemand",
    BillingAccountId: "778899",
    BillingAccountName: "Constructed company",
    BillingCurrencyCode: "USD",
    BillingPeriodStartDate: american(`${month}-01`),
    BillingPeriodEndDate: american(lastDay),
    PayGPrice: price,
  };
}
