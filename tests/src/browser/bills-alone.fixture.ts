import type { ImportBatchRequest } from "@headgate/contract";
import type { Stack } from "../stack/start-stack.ts";
import { importRows } from "./import-rows.fixture.ts";

const DAY_MS = 86_400_000;
const TODAY_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;
/** Twice as long as the range that is looked at first, so that there is a time before. */
const DAYS = 62;

/** The rules by which the constructed lines belong to teams. */
export const teamsByTag = {
  rules: [{ when: { tags: { squad: "*" } }, set: { team: "${tag.squad}" } }],
};

type BillLine = NonNullable<ImportBatchRequest["bill_lines"]>[number];

const kinds = [
  { id: "serving", service: "Amazon SageMaker", category: "accelerators_serving", cost: "30.5" },
  { id: "models", service: "Amazon Bedrock", category: "inference", cost: "4.25" },
  { id: "vectors", service: "Amazon OpenSearch Service", category: "data_processing", cost: "1.5" },
  { id: "files", service: "Amazon S3", category: "not_ai", cost: "90" },
] as const;

const lineOf = (
  { id, service, category, cost }: (typeof kinds)[number],
  daysAgo: number,
): BillLine => ({
  line_id: `${id}-${daysAgo}`,
  source: "focus",
  statement: "focus:constructed:alone",
  billing_account_id: "constructed",
  sub_account_id: id === "serving" ? "111122223333" : "444455556666",
  billing_period_start_ms: TODAY_MS - DAYS * DAY_MS,
  billing_period_end_ms: TODAY_MS,
  charge_period_start_ms: TODAY_MS - daysAgo * DAY_MS,
  charge_period_end_ms: TODAY_MS - (daysAgo - 1) * DAY_MS,
  charge_category: "usage",
  provider_name: "AWS",
  service_name: service,
  billing_currency: "USD",
  billed_cost: cost,
  effective_cost: cost,
  tags: { squad: id === "serving" ? "platform" : "search" },
  category,
});

/** Constructed: two months of a cloud bill to the end of yesterday, and not one call. Machines are of the last two weeks. */
const billLines: readonly BillLine[] = Array.from(
  { length: DAYS },
  (_, index) => index + 1,
).flatMap((ago) =>
  kinds.flatMap((kind) => (kind.id === "serving" && ago > 14 ? [] : [lineOf(kind, ago)])),
);

export const importBillsAlone = (stack: Stack): Promise<void> =>
  importRows(stack, {
    named: ["constructed/bill/"],
    batch: { bill_lines: [...billLines] },
    finish: {
      read: [{ source: "focus", files: 1, rows: billLines.length, skipped: 0 }],
      skips: [],
      warnings: [],
    },
  });
