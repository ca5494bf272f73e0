import {
  type BillLine,
  configSchema,
  type ImportSummary,
  type LedgerRow,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { loadPriceBook } from "@headgate/pricing";
import { openTemporaryLedger } from "@headgate/sources";
import { loadAnalysis } from "./load/load-analysis.ts";

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2026, 6, 6);

/** Noon of a day, counted from the first. */
const noon = (day: number): number => FIRST_DAY_MS + day * DAY_MS + DAY_MS / 2;

type CallChange = Partial<LedgerRow> & Readonly<{ cost?: string | null }>;

/** A constructed call of a day, as LiteLLM would have written it down. */
export function call(
  id: string,
  day: number,
  { cost = "1", ...change }: CallChange = {},
): LedgerRow {
  const amount = cost === null ? null : twelvePlaces(cost);
  return {
    row_id: `litellm:${id}`,
    call_id: `litellm:${id}`,
    attempt: 0,
    final: true,
    started_at_ms: noon(day),
    source: "litellm",
    simulated: false,
    operation: "chat",
    provider: "openai",
    request_model: "gpt-5-mini",
    outcome: "completed",
    status: 200,
    usage_origin: "provider",
    usage: { input: 600, cache_read: 400, output: 100 },
    charge: {
      confidence: cost === null ? "unknown" : "exact",
      list_cost: amount,
      contracted_cost: amount,
      effective_cost: amount,
      billed_cost: amount,
      lines: [],
      ...(cost === null ? { reason: "no price is known for it" } : {}),
    },
    baseline_cost: amount,
    savings: [],
    attribution: {},
    tags: {},
    ...change,
  };
}

type LineChange = Partial<BillLine> & Readonly<{ cost?: string }>;

/** A constructed line of July's bill, for one day. */
export const line = (
  id: string,
  day: number,
  { cost = "1", ...change }: LineChange = {},
): BillLine => ({
  line_id: id,
  source: "focus",
  statement: "focus:account:2026-07-01",
  billing_account_id: "account",
  billing_period_start_ms: Date.UTC(2026, 6, 1),
  billing_period_end_ms: Date.UTC(2026, 7, 1),
  charge_period_start_ms: FIRST_DAY_MS + day * DAY_MS,
  charge_period_end_ms: FIRST_DAY_MS + (day + 1) * DAY_MS,
  charge_category: "usage",
  provider_name: "OpenAI",
  billing_currency: "USD",
  billed_cost: cost,
  effective_cost: cost,
  tags: {},
  category: "inference",
  provider: "openai",
  attribution: {},
  ...change,
});

const twelvePlaces = (amount: string): string => {
  const [whole = "", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.padEnd(12, "0")}`;
};

type Content = Readonly<{ calls?: readonly LedgerRow[]; lines?: readonly BillLine[] }>;
type Choice = Partial<Parameters<typeof loadAnalysis>[0]>;

/** The analysis of a ledger that holds this and nothing else. */
export async function analysisOf({ calls = [], lines = [] }: Content, choice: Choice = {}) {
  const { store, close } = await openTemporaryLedger();
  try {
    return await loadAnalysis({
      store,
      config: configSchema.parse({}),
      prices: loadPriceBook(),
      read: await load(store, { calls, lines }),
      kept: false,
      range: {},
      dimensions: ["model", "team"],
      top: 5,
      paths: ["bill.csv"],
      ...choice,
    });
  } finally {
    await close();
  }
}

async function load(
  store: LedgerStore,
  { calls, lines }: Required<Content>,
): Promise<ImportSummary> {
  const number = await store.beginImport({ startedAtMs: noon(0), named: ["bill.csv"] });
  await store.addToImport({ import: number, sequence: 0, attempts: calls, billLines: lines });
  return store.finishImport({
    ...{ import: number, finishedAtMs: noon(0), read: [], skips: [], warnings: [] },
  });
}
