import { join } from "node:path";
import type { TokenBucket } from "@headgate/contract";
import { hashTexts } from "../../seeded-random.ts";
import { byMonth, nextDay, nextMonth } from "../calendar.ts";
import { AWS_ACCOUNT } from "../calls/bedrock-invocation-log.ts";
import { decimalOf } from "../exact-dollars.ts";
import type { OpenTable } from "../table/table.ts";
import type { BilledLine } from "./billed-line.ts";
import { endpointHours, type OtherCharge } from "./other-charge.ts";

const columns = [
  "bill_billing_entity",
  "bill_billing_period_end_date",
  "bill_billing_period_start_date",
  "bill_invoice_id",
  "bill_invoicing_entity",
  "bill_payer_account_id",
  "bill_payer_account_name",
  "identity_line_item_id",
  "identity_time_interval",
  "line_item_currency_code",
  "line_item_legal_entity",
  "line_item_line_item_description",
  "line_item_line_item_type",
  "line_item_operation",
  "line_item_product_code",
  "line_item_resource_id",
  "line_item_unblended_cost",
  "line_item_usage_account_id",
  "line_item_usage_account_name",
  "line_item_usage_amount",
  "line_item_usage_end_date",
  "line_item_usage_start_date",
  "line_item_usage_type",
  "pricing_public_on_demand_cost",
  "pricing_unit",
  "product",
  "product_product_family",
  "product_region_code",
  "resource_tags",
] as const;
const amounts: ReadonlySet<string> = new Set([
  "line_item_unblended_cost",
  "line_item_usage_amount",
  "pricing_public_on_demand_cost",
]);
const times: ReadonlySet<string> = new Set(columns.filter((name) => name.endsWith("_date")));
type Cells = Partial<Record<(typeof columns)[number], string>>;

/** Words of the marketplace's usage types, and of their descriptions. */
const marketplaceWords: Readonly<Partial<Record<TokenBucket, readonly [string, string]>>> = {
  input: ["InputTokenCount", "Input"],
  output: ["OutputTokenCount", "Response"],
  cache_read: ["CacheReadInputTokenCount", "Cache Read Input"],
  cache_write_5m: ["CacheWriteInputTokenCount", "Cache Write Input"],
};

/**
 * A Cost and Usage Report 2.0, a file a month: Amazon's own models by thousands of tokens, those of the
 * marketplace by millions (`Units`), endpoints by the hour, tax and credits.
 */
export async function writeAwsCur(
  open: OpenTable,
  folder: string,
  lines: readonly (BilledLine | OtherCharge)[],
): Promise<void> {
  for (const [month, ofMonth] of byMonth(lines)) {
    const file = await open(join(folder, "aws-cur", `BILLING_PERIOD=${month}`, "company-00001"), {
      columns,
      amounts,
      times,
      isCompressed: true,
    });
    for (const line of ofMonth) {
      const cells = curCells(line);
      await file.row({ ...commonCells(month, line.day), ...cells, ...idOf(cells, line.day) });
    }
    await file.close();
  }
}

/** What a line says beyond its account, its month and its day. */
export const curCells = (line: BilledLine | OtherCharge): Cells =>
  "kind" in line ? otherCells(line) : usageCells(line);

const time = (day: string): string => `${day}T00:00:00.000Z`;

const commonCells = (month: string, day: string): Cells => ({
  bill_billing_entity: "AWS",
  bill_billing_period_start_date: time(`${month}-01`),
  bill_billing_period_end_date: time(nextMonth(month)),
  bill_invoicing_entity: "Amazon Web Services, Inc.",
  bill_payer_account_id: AWS_ACCOUNT,
  bill_payer_account_name: "Constructed company",
  line_item_currency_code: "USD",
  line_item_legal_entity: "Amazon Web Services, Inc.",
  line_item_usage_account_id: AWS_ACCOUNT,
  line_item_usage_account_name: "constructed",
  line_item_usage_start_date: time(day),
  line_item_usage_end_date: time(nextDay(day)),
  product_region_code: "us-east-1",
});

/** The same line has the same id in every edition of the bill. */
const idOf = (cells: Cells, day: string): Cells => ({
  identity_line_item_id: hashTexts(
    [
      cells.line_item_usage_type,
      cells.line_item_line_item_type,
      cells.line_item_resource_id,
      cells.product,
      cells.resource_tags,
    ].map(String),
    7,
  ).toString(36),
  identity_time_interval: `${day}T00:00:00Z/${nextDay(day)}T00:00:00Z`,
});

const teamTag = (team: string): Cells => ({ resource_tags: JSON.stringify({ "user:Team": team }) });

function usageCells(line: BilledLine): Cells {
  const cost = decimalOf(line.picodollars);
  return {
    line_item_line_item_type: "Usage",
    line_item_operation: "InvokeModelInference",
    line_item_unblended_cost: cost,
    pricing_public_on_demand_cost: cost,
    ...teamTag(line.team),
    ...(line.route.marketplace === true ? marketplaceCells(line) : bedrockCells(line)),
  };
}

function bedrockCells({ route, component, quantity }: BilledLine): Cells {
  const words = component === "input" ? "input tokens" : "output tokens";
  const isBatch = route.tier === "batch";
  return {
    line_item_product_code: "AmazonBedrock",
    line_item_usage_type: `USE1-${route.title.replace(" ", "")}-${words.replace(" ", "-")}${isBatch ? "-batch" : ""}`,
    line_item_usage_amount: decimalOf(quantity, 3),
    pricing_unit: "1K tokens",
    product: JSON.stringify({
      product_name: "Amazon Bedrock",
      provider: "Amazon",
      model: route.title,
      inference_type: words,
      feature: isBatch ? "Batch" : "On-Demand",
    }),
    product_product_family: "Amazon Bedrock",
  };
}

function marketplaceCells({ route, component, quantity }: BilledLine): Cells {
  const words = marketplaceWords[component];
  if (words === undefined) throw new RangeError(`the marketplace has no meter for ${component}`);
  const [meter, title] = words;
  const isGlobal = route.scope === "global";
  return {
    bill_billing_entity: "AWS Marketplace",
    line_item_legal_entity: "Anthropic, PBC",
    line_item_product_code: `constructed${route.title.toLowerCase().replace(/[^a-z0-9]/g, "")}`,
    line_item_usage_type: `USE1-MP:USE1_${meter}${isGlobal ? "_Global" : ""}-Units`,
    line_item_line_item_description: `AWS Marketplace software usage|us-east-1|Million ${title} Tokens ${isGlobal ? "Global" : "Regional CRIS"}`,
    line_item_usage_amount: decimalOf(quantity, 6),
    pricing_unit: "Units",
    product: JSON.stringify({ product_name: `${route.title} (Amazon Bedrock Edition)` }),
  };
}

function otherCells(line: OtherCharge): Cells {
  const cost = decimalOf(line.picodollars);
  switch (line.kind) {
    case "tax":
    case "credit":
      return {
        line_item_line_item_type: line.kind === "tax" ? "Tax" : "Credit",
        line_item_product_code: "AmazonBedrock",
        line_item_line_item_description: `Constructed ${line.kind}`,
        line_item_unblended_cost: cost,
      };
    case "support":
      return {
        line_item_line_item_type: "Usage",
        line_item_operation: "",
        line_item_product_code: "AWSSupportBusiness",
        line_item_line_item_description: "Constructed support",
        line_item_unblended_cost: cost,
        line_item_usage_type: "Dollar",
        pricing_public_on_demand_cost: cost,
        product: JSON.stringify({ product_name: "AWS Support (Business)" }),
      };
    case "unexplained":
      return {
        line_item_line_item_type: "Usage",
        line_item_operation: "Constructed",
        line_item_product_code: "AmazonBedrock",
        line_item_line_item_description: "Constructed usage that is not named",
        line_item_unblended_cost: cost,
        line_item_usage_type: "USE1-Constructed",
        pricing_public_on_demand_cost: cost,
        product: JSON.stringify({ product_name: "Amazon Bedrock" }),
        product_product_family: "Amazon Bedrock",
      };
    case "commitment":
      throw new RangeError("AWS's bill has no commitment of this company's");
    case "accelerator": {
      const { instance, name, team } = line.endpoint;
      return {
        line_item_line_item_type: "Usage",
        line_item_operation: "RunInstance",
        line_item_product_code: "AmazonSageMaker",
        line_item_resource_id: `arn:aws:sagemaker:us-east-1:${AWS_ACCOUNT}:endpoint/${name}`,
        line_item_unblended_cost: cost,
        line_item_usage_amount: String(endpointHours(line.endpoint)),
        line_item_usage_type: `USE1-Host:${instance}`,
        pricing_unit: "Hrs",
        pricing_public_on_demand_cost: cost,
        product: JSON.stringify({ product_name: "Amazon SageMaker", instance_type: instance }),
        ...teamTag(team),
      };
    }
    default:
      return line satisfies never;
  }
}
