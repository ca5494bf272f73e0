import type {
  BillLine,
  BillSource,
  Gauge,
  LedgerRow,
  Outcome,
  UsageTotal,
} from "@headgate/contract";
import { attempt, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
import type { ImportBatch } from "./import.ts";

const DAY_MS = 86_400_000;
const MONTH_START_MS = Date.UTC(2026, 6, 1);
const MONTH_END_MS = Date.UTC(2026, 7, 1);

/** A call as another source than the gateway wrote it down. */
export const callFrom = (
  source: LedgerRow["source"],
  id: string,
  change: Parameters<typeof attempt>[0] = {},
): LedgerRow =>
  attempt({ call_id: `${source}:${id}`, row_id: `${source}:${id}`, source, ...change });

/** A line of July 2026's bill of an account, for the day of `NOON_MS`. */
export function billLine(
  lineId: string,
  {
    source = "aws_cur",
    account = "111122223333",
    cost = "1.5",
    ...change
  }: Partial<BillLine> & { source?: BillSource; account?: string; cost?: string } = {},
): BillLine {
  const dayStartMs = NOON_MS - (NOON_MS % DAY_MS);
  return {
    line_id: lineId,
    source,
    statement: `${source}:${account}:2026-07-01`,
    billing_account_id: account,
    billing_period_start_ms: MONTH_START_MS,
    billing_period_end_ms: MONTH_END_MS,
    charge_period_start_ms: dayStartMs,
    charge_period_end_ms: dayStartMs + DAY_MS,
    charge_category: "usage",
    provider_name: "AWS",
    service_name: "Amazon Bedrock",
    billing_currency: "USD",
    billed_cost: cost,
    effective_cost: cost,
    tags: {},
    category: "inference",
    provider: "bedrock",
    attribution: {},
    ...change,
  };
}

export const usageTotal = (id: string, change: Partial<UsageTotal> = {}): UsageTotal => ({
  total_id: id,
  source: "openai_usage",
  start_ms: NOON_MS,
  end_ms: NOON_MS + DAY_MS,
  provider: "openai",
  usage: { input: 10 },
  attribution: {},
  ...change,
});

export const gauge = (id: string, change: Partial<Gauge> = {}): Gauge => ({
  gauge_id: id,
  source: "dcgm",
  at_ms: NOON_MS,
  measure: "accelerator_utilisation",
  value: 0.5,
  resource: "GPU-1",
  labels: { node: "a" },
  ...change,
});

/** A ticket that was resolved, an hour behind `NOON_MS`. */
export const outcome = (id: string, change: Partial<Outcome> = {}): Outcome => ({
  id,
  name: "ticket_resolved",
  occurred_at: new Date(NOON_MS + 3_600_000).toISOString(),
  accepted: true,
  ...change,
});

/** Loads all of this in one import. */
export async function importAll(
  store: LedgerStore,
  content: Omit<ImportBatch, "import" | "sequence">,
  start: Partial<Parameters<LedgerStore["beginImport"]>[0]> = {},
) {
  const number = await store.beginImport({ startedAtMs: NOON_MS, named: ["fixture"], ...start });
  await store.addToImport({ import: number, sequence: 0, ...content });
  return store.finishImport(endOf(number));
}

export const endOf = (number: number) => ({
  import: number,
  finishedAtMs: NOON_MS + 1,
  read: [],
  skips: [],
  warnings: [],
});
