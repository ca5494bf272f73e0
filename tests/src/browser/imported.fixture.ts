import type { ImportBatchRequest } from "@headgate/contract";
import type { Stack } from "../stack/start-stack.ts";
import { importRows } from "./import-rows.fixture.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Two weeks from here hold the constructed calls. */
const CALLS_FROM_MS = Date.parse("2026-10-12T00:00:00Z");

/** The second of the two weeks, as an address asks for it. */
export const SECOND_WEEK = "from=2026-10-19T00:00:00Z&to=2026-10-26T00:00:00Z";

const models = ["gpt-4o-mini", "gpt-5.1", "gpt-4.1", "gpt-internal-preview"] as const;
const teams = ["search", "support", "ads", undefined] as const;

type Attempts = NonNullable<ImportBatchRequest["attempts"]>;
type BillLines = NonNullable<ImportBatchRequest["bill_lines"]>;

/** Constructed: six calls a day of several teams and models, more by the day; one in twelve fails. */
const attempts: Attempts = Array.from({ length: 84 }, (_, index) => {
  const day = Math.floor(index / 6);
  const failed = index % 12 === 7;
  const id = `litellm:constructed-${index}`;
  return {
    row_id: id,
    call_id: id,
    started_at_ms: CALLS_FROM_MS + day * DAY_MS + (index % 6) * 3 * HOUR_MS,
    source: "litellm",
    operation: "chat",
    provider: "openai",
    response_model: models[(index * 7 + day) % (index % 5 === 0 ? 4 : 3)] ?? "gpt-4o-mini",
    outcome: failed ? "provider_error" : "completed",
    usage_origin: failed ? "none" : "provider",
    usage: failed
      ? {}
      : {
          input: 2_000 + 900 * day + 331 * (index % 7),
          cache_read: 700 * (index % 4),
          output: 400 + 90 * (index % 11),
        },
    attribution: { team: teams[index % 4] },
    tags: {},
  };
});

const billLine = (
  id: string,
  day: string,
  more: Partial<BillLines[number]> & { billed_cost: string; effective_cost: string },
): BillLines[number] => ({
  line_id: id,
  source: "focus",
  statement: "focus:constructed:2026-10-01",
  billing_account_id: "constructed",
  billing_period_start_ms: Date.parse("2026-10-01"),
  billing_period_end_ms: Date.parse("2026-11-01"),
  charge_period_start_ms: Date.parse(day),
  charge_period_end_ms: Date.parse(day) + DAY_MS,
  charge_category: "usage",
  provider_name: "AWS",
  billing_currency: "USD",
  tags: {},
  category: "inference",
  ...more,
});

/** Constructed: a month of a cloud bill in two currencies, with a credit and a purchase. */
const billLines: BillLines = [
  ...Array.from({ length: 14 }, (_, index) => {
    const day = new Date(CALLS_FROM_MS + index * DAY_MS).toISOString();
    return [
      billLine(`model-${index}`, day, {
        service_name: "Amazon Bedrock",
        model: "claude-sonnet-5",
        billed_cost: `${4 + (index % 5)}.25`,
        effective_cost: `${3 + (index % 5)}.75`,
      }),
      billLine(`vectors-${index}`, day, {
        service_name: "Amazon OpenSearch Service",
        category: "data_processing",
        billed_cost: "1.5",
        effective_cost: "1.5",
      }),
    ];
  }).flat(),
  billLine("credit", "2026-10-13", {
    service_name: "Amazon Bedrock",
    charge_category: "credit",
    billed_cost: "-2.5",
    effective_cost: "-2.5",
  }),
  billLine("euros", "2026-10-20", {
    provider_name: "Elsewhere",
    service_name: "Speech",
    billing_currency: "EUR",
    billed_cost: "17.2",
    effective_cost: "17.2",
  }),
];

/** Loads them as an import does, with rows that were left out. */
export const importConstructed = (stack: Stack): Promise<void> =>
  importRows(stack, {
    named: ["constructed/spend.csv", "constructed/bill/"],
    batch: { attempts, bill_lines: billLines },
    finish: {
      read: [
        { source: "litellm", files: 1, rows: attempts.length + 2, skipped: 2 },
        { source: "focus", files: 1, rows: billLines.length, skipped: 0 },
      ],
      skips: [
        {
          source: "litellm",
          reason: "row_malformed",
          count: 2,
          examples: [
            {
              reason: "row_malformed",
              place: "constructed/spend.csv:12",
              detail: "3 fields, not 9",
            },
            { reason: "row_malformed", place: "constructed/spend.csv:40" },
          ],
        },
        {
          source: null,
          reason: "file_unrecognised",
          count: 1,
          examples: [{ reason: "file_unrecognised", place: "constructed/bill/readme.txt" }],
        },
      ],
      warnings: [
        {
          warning: "a parent does not add up to its children",
          count: 1,
          example: "constructed/spend.csv:3",
        },
      ],
    },
  });
