import type { BillLine } from "@headgate/contract";
import { FIRST_MS } from "./constructed-row.fixture.ts";

const DAY_MS = 86_400_000;

/** A constructed line of the statement of this number: statements replace themselves whole. */
export const constructedBillLine = (statement: number, index: number): BillLine => ({
  ...{ line_id: `${statement}-${index}`, source: "aws_cur", statement: `constructed:${statement}` },
  billing_account_id: `account-${statement}`,
  ...{ billing_period_start_ms: Date.UTC(2026, 6, 1), billing_period_end_ms: Date.UTC(2026, 7, 1) },
  ...{ charge_period_start_ms: FIRST_MS - (FIRST_MS % DAY_MS) },
  charge_period_end_ms: FIRST_MS - (FIRST_MS % DAY_MS) + DAY_MS,
  ...{ charge_category: "usage", provider_name: "AWS", service_name: "Amazon Bedrock" },
  ...{ billing_currency: "USD", billed_cost: "0.000000000001", effective_cost: "0.000000000001" },
  ...{ tags: {}, category: "inference", provider: "bedrock", attribution: {} },
});
