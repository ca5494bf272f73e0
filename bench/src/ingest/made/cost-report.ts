import { between, createRandom, pickWeighted, type Random } from "@headgate/simulator";

const FIRST_MS = Date.UTC(2026, 10, 1);
const HOURS = 30 * 24;

const columns = [
  "bill_billing_entity",
  "bill_billing_period_end_date",
  "bill_billing_period_start_date",
  "bill_invoicing_entity",
  "bill_payer_account_id",
  "identity_line_item_id",
  "identity_time_interval",
  "line_item_currency_code",
  "line_item_iam_principal",
  "line_item_legal_entity",
  "line_item_line_item_description",
  "line_item_line_item_type",
  "line_item_operation",
  "line_item_product_code",
  "line_item_resource_id",
  "line_item_unblended_cost",
  "line_item_usage_account_id",
  "line_item_usage_amount",
  "line_item_usage_end_date",
  "line_item_usage_start_date",
  "line_item_usage_type",
  "pricing_public_on_demand_cost",
  "pricing_public_on_demand_rate",
  "pricing_unit",
  "product",
  "product_product_family",
  "product_region_code",
  "resource_tags",
] as const;

const usages = [
  {
    weight: 5,
    type: "USE1-Claude4.5Sonnet-input-tokens",
    words: "input tokens",
    model: "Claude Sonnet 4.5",
  },
  {
    weight: 5,
    type: "USE1-Claude4.5Sonnet-output-tokens",
    words: "output tokens",
    model: "Claude Sonnet 4.5",
  },
  { weight: 3, type: "USE1-NovaLite-input-tokens", words: "input tokens", model: "Nova Lite" },
  { weight: 3, type: "USE1-NovaLite-output-tokens", words: "output tokens", model: "Nova Lite" },
] as const;

export const costReportHeader = `${columns.join(",")}\n`;

/**
 * Lines of a Cost and Usage Report 2.0 that nobody was billed, as CSV: Bedrock's usage types by the hour and
 * account. With maps, every line has cells in quotes (JSON, and a name with a comma), without none has.
 */
export class MadeCostReport {
  rows = 0;
  readonly #random: Random;
  readonly #hasMaps: boolean;

  constructor(seed: number, hasMaps: boolean) {
    this.#random = createRandom(seed);
    this.#hasMaps = hasMaps;
  }

  line(): string {
    const random = this.#random;
    const number = this.rows;
    this.rows += 1;
    const start = new Date(FIRST_MS + (number % HOURS) * 3_600_000).toISOString();
    const end = new Date(FIRST_MS + ((number % HOURS) + 1) * 3_600_000).toISOString();
    const { type, words, model } = pickWeighted(random, usages);
    const amount = (between(random, 1, 9_000_000) / 1000).toFixed(3);
    const cost = (between(random, 1, 900_000_000) / 1e9).toFixed(10);
    const account = String(444_455_556_000 + between(random, 0, 40));
    const entity = this.#hasMaps ? '"Amazon Web Services, Inc."' : "Amazon Web Services";
    const product = this.#hasMaps
      ? `"{""product_name"":""Amazon Bedrock"",""model"":""${model}"",""provider"":""Constructed"",""inference_type"":""${words}"",""feature"":""On-Demand""}"`
      : "";
    const tags = this.#hasMaps
      ? `"{""user:Team"":""team-${between(random, 1, 30)}"",""user:Project"":""p${between(random, 1, 200)}""}"`
      : "";
    return `AWS,2026-12-01T00:00:00.000Z,2026-11-01T00:00:00.000Z,${entity},111122223333,made-${number.toString(36)},${start}/${end},USD,assumed-role/app-${between(random, 1, 20)}/i-0constructed,${entity},${model} ${words} by the hour,Usage,InvokeModelInference,AmazonBedrock,arn:aws:bedrock:us-east-1:${account}:inference-profile/made,${cost},${account},${amount},${end},${start},${type},${cost},0.0000030000,1K tokens,${product},Amazon Bedrock,us-east-1,${tags}`;
  }
}
