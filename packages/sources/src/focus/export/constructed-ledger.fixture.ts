import {
  type BillLine,
  type ChargeLine,
  type LedgerRow,
  ledgerRowSchema,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars, parseDollars, picodollars, sum } from "@headgate/money";

/** The month that the constructed ledger is about. */
export const month = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
const DAY_MS = 86_400_000;
const dayMs = (day: number): number => Date.UTC(2026, 10, day);

/** A priced line at a discount in thousandths, rounded to a picodollar as overlays are. */
function line(
  component: ChargeLine["component"],
  quantity: number,
  unitPrice: string,
  { thousandths = 1000n, provider = "openai", model = "gpt-5" } = {},
): ChargeLine {
  const list = picodollars(parseDollars(unitPrice) * BigInt(quantity));
  const paid = formatDollars(picodollars((list * thousandths + 500n) / 1000n));
  return {
    component,
    quantity,
    unit_price: unitPrice,
    list_cost: formatDollars(list),
    price_record: `${provider}/${model}/standard/global/${component}@2026-01-01`,
    ...(thousandths === 1000n
      ? {}
      : {
          overlay: {
            names: ["negotiated"],
            contracted_cost: paid,
            effective_cost: paid,
            billed_cost: paid,
          },
        }),
  };
}

/** A call whose charge is its lines and, where a source stated more, a rest. */
function call(
  id: string,
  {
    lines,
    rest = "0",
    ...change
  }: Partial<LedgerRow> & { lines: readonly ChargeLine[]; rest?: string },
): LedgerRow {
  const costOf = (cost: "contracted_cost" | "effective_cost" | "billed_cost"): string =>
    formatDollars(
      sum([
        ...lines.map((each) => parseDollars(each.overlay?.[cost] ?? each.list_cost)),
        parseDollars(rest),
      ]),
    );
  const list = sum([...lines.map((each) => parseDollars(each.list_cost)), parseDollars(rest)]);
  return ledgerRowSchema.parse({
    row_id: `${id}:0`,
    call_id: id,
    attempt: 0,
    final: true,
    started_at_ms: dayMs(10) + 3_600_000,
    source: "gateway",
    simulated: false,
    operation: "chat",
    provider: "openai",
    request_model: "gpt-5",
    outcome: "completed",
    usage_origin: "provider",
    usage: {},
    charge: {
      confidence: "exact",
      list_cost: formatDollars(list),
      contracted_cost: costOf("contracted_cost"),
      effective_cost: costOf("effective_cost"),
      billed_cost: costOf("billed_cost"),
      lines,
    },
    baseline_cost: null,
    savings: [],
    attribution: { team: "search", user: "u-1" },
    tags: {},
    ...change,
  });
}

function billLine(id: string, change: Partial<BillLine> = {}): BillLine {
  return {
    line_id: id,
    source: "aws_cur",
    statement: "aws_cur:111122223333:2026-11-01",
    billing_account_id: "111122223333",
    billing_period_start_ms: dayMs(1),
    billing_period_end_ms: Date.UTC(2026, 11, 1),
    charge_period_start_ms: dayMs(3),
    charge_period_end_ms: dayMs(3) + DAY_MS,
    charge_category: "usage",
    provider_name: "AWS",
    service_name: "Amazon Bedrock",
    billing_currency: "USD",
    billed_cost: "1.5",
    effective_cost: "1.5",
    tags: {},
    category: "inference",
    provider: "bedrock",
    attribution: {},
    ...change,
  };
}

const unpriced = {
  confidence: "unknown" as const,
  list_cost: null,
  contracted_cost: null,
  effective_cost: null,
  billed_cost: null,
  lines: [],
  reason: "no price",
};
const claude = { provider: "bedrock", model: "claude" };

export const calls: readonly LedgerRow[] = [
  call("a", {
    lines: [line("input", 1000, "0.000001250000"), line("output", 10, "0.000010000000")],
  }),
  call("b", { lines: [line("input", 500, "0.000001250000")], tags: { "job.id": 'x,"y"' } }),
  // Discounts of which each call's is rounded: no price of twelve places makes their sum.
  ...[3, 7, 11].map((count) =>
    call(`odd-${count}`, {
      lines: [line("cache_read", count, "0.000000000123", { thousandths: 333n })],
    }),
  ),
  call("stated", { lines: [], rest: "0.123456789012", region: "eu-west-1", account_id: "acct" }),
  call("partly", { lines: [line("web_searches", 2, "0.010000000000")], rest: "0.000000000001" }),
  call("reserved", { lines: [line("input", 5, "0.000001000000")], service_tier: "reserved" }),
  call("other day", { lines: [line("input", 1, "0.000001250000")], started_at_ms: dayMs(11) }),
  call("unpriced", { lines: [], charge: unpriced, request_model: "new-model" }),
  call("free", { lines: [] }),
  call("simulated", { lines: [line("input", 9, "0.000001250000")], simulated: true }),
  call("covered", {
    lines: [line("input", 100, "0.000003000000", claude)],
    provider: "bedrock",
    request_model: "claude",
    started_at_ms: dayMs(3),
  }),
  call("not covered", {
    lines: [line("input", 100, "0.000003000000", claude)],
    provider: "bedrock",
    request_model: "claude",
    started_at_ms: dayMs(4),
  }),
];

/** Dollars that go the other way than the units that they are for. */
const paidBack = { billed_cost: "-10", effective_cost: "-10", list_cost: "-10" };

export const billLines: readonly BillLine[] = [
  billLine("full", {
    list_cost: "3",
    contracted_cost: "2.5",
    billed_cost: "2.5",
    effective_cost: "2.25",
    pricing_quantity: "1000",
    pricing_unit: "1K tokens",
    list_unit_price: "0.003",
    contracted_unit_price: "0.0025",
    consumed_quantity: "1000000",
    consumed_unit: "Tokens",
    sku_id: "SKU1",
    sku_price_id: "SKU1.P1",
    sku_meter: "USE1-input-tokens",
    pricing_category: "Standard",
    service_category: "AI and Machine Learning",
    service_subcategory: "Generative AI",
    model: "claude",
    component: "input",
    component_quantity: "1000000",
    region_id: "us-east-1",
    resource_id: "arn:1",
    sub_account_id: "acct-222",
    invoice_id: "INV-1",
    tags: { "user:team": "search" },
    attribution: { team: "search" },
  }),
  billLine("bare", { billed_cost: "0.0000000000005", effective_cost: "0.0000000000005" }),
  billLine("paid back", { billed_cost: "-2", effective_cost: "-2", list_cost: "-2.5" }),
  billLine("counted", { billed_cost: "0.7", effective_cost: "0.7", pricing_quantity: "3" }),
  billLine("nothing at a cost", {
    billed_cost: "0",
    effective_cost: "4",
    pricing_quantity: "0",
    list_cost: "4",
  }),
  billLine("bought", {
    charge_category: "purchase",
    billed_cost: "5",
    effective_cost: "0",
    commitment_discount_id: "sp-1",
  }),
  billLine("unused", {
    billed_cost: "0",
    effective_cost: "0.8",
    commitment_discount_id: "sp-1",
    commitment_discount_type: "Savings Plan",
    commitment_discount_status: "unused",
  }),
  billLine("tax", {
    charge_category: "tax",
    billed_cost: "0.31",
    effective_cost: "0.31",
    sku_id: "X",
  }),
  billLine("credit", { charge_category: "credit", billed_cost: "-1", effective_cost: "-1" }),
  billLine("credit for units", { charge_category: "credit", ...paidBack, pricing_quantity: "5" }),
  billLine("units paid back", { ...paidBack, pricing_quantity: "5", list_unit_price: "-2" }),
  billLine("adjusted units", {
    charge_category: "adjustment",
    billed_cost: "10",
    effective_cost: "10",
    pricing_quantity: "-5",
  }),
  billLine("correction", {
    charge_class: "correction",
    billed_cost: "-0.2",
    effective_cost: "-0.2",
  }),
  billLine("euros", {
    statement: "openai_costs:org:2026-11-01",
    source: "openai_costs",
    provider_name: "OpenAI",
    service_name: undefined,
    provider: "mistral",
    billing_currency: "EUR",
    billed_cost: "9.99",
    effective_cost: "9.99",
  }),
  billLine("disk", { category: "storage", provider: undefined, service_name: "Amazon S3" }),
  billLine("across", { charge_period_end_ms: Date.UTC(2026, 11, 2), billed_cost: "77" }),
];

/** Puts the constructed month into a ledger. */
export async function fill(
  store: LedgerStore,
  content: Readonly<{ calls: readonly LedgerRow[]; billLines: readonly BillLine[] }>,
): Promise<void> {
  await store.append({ rows: content.calls, cursors: [] });
  const number = await store.beginImport({ startedAtMs: 0, named: ["constructed"] });
  await store.addToImport({ import: number, sequence: 0, billLines: content.billLines });
  await store.finishImport({ import: number, finishedAtMs: 1, read: [], skips: [], warnings: [] });
}
