import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type MadeInput, makeCostReport } from "./make-files.ts";

/** The same month in FOCUS 1.2's columns, and two of AWS's own. */
const focusSelect = `
select line_item_unblended_cost as "BilledCost", line_item_unblended_cost as "EffectiveCost",
  line_item_unblended_cost as "ListCost", line_item_unblended_cost as "ContractedCost",
  line_item_currency_code as "BillingCurrency",
  bill_billing_period_start_date as "BillingPeriodStart", bill_billing_period_end_date as "BillingPeriodEnd",
  line_item_usage_start_date as "ChargePeriodStart", line_item_usage_end_date as "ChargePeriodEnd",
  'Usage' as "ChargeCategory", line_item_line_item_description as "ChargeDescription",
  bill_payer_account_id as "BillingAccountId", line_item_usage_account_id as "SubAccountId",
  'AWS' as "ProviderName", 'AWS' as "PublisherName", line_item_legal_entity as "InvoiceIssuerName",
  'AI and Machine Learning' as "ServiceCategory", product_product_family as "ServiceName",
  identity_line_item_id as "SkuId", product_region_code as "RegionId", line_item_resource_id as "ResourceId",
  'Standard' as "PricingCategory", line_item_usage_amount as "PricingQuantity", pricing_unit as "PricingUnit",
  pricing_public_on_demand_rate as "ListUnitPrice", line_item_usage_amount as "ConsumedQuantity",
  pricing_unit as "ConsumedUnit", line_item_product_code as "x_ServiceCode",
  line_item_usage_type as "x_UsageType", resource_tags as "Tags"`;

export type MadeTable = Readonly<{ form: "cur" | "focus"; ending: "csv" | "parquet" }>;

/** A month's bill as another table than CUR's own CSV: the same constructed lines, written anew by DuckDB. */
export async function makeTable(
  folder: string,
  bytes: number,
  { form, ending }: MadeTable,
  onBytes: (made: number) => void,
): Promise<MadeInput> {
  const report = await makeCostReport(folder, { bytes, hasMaps: true }, onBytes);
  const path = join(folder, `${form}.${ending}`);
  const select = form === "cur" ? "select *" : focusSelect;
  const how = ending === "csv" ? "(format csv, header)" : "(format parquet)";
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    await connection.run(
      `copy (${select} from read_csv('${report.path}', all_varchar = true)) to '${path}' ${how}`,
    );
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
  await rm(report.path);
  const fileBytes = (await stat(path)).size;
  // Of Parquet, the rate is told by the bytes that the same rows have as CSV.
  return { ...report, path, rawBytes: ending === "csv" ? fileBytes : report.rawBytes, fileBytes };
}
