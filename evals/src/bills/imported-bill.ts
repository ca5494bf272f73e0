import { configSchema, type ImportSummary } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { allSources, createLedgerSink, openTemporaryLedger, runImport } from "@headgate/sources";

const LONG_AGO = "2000-01-01T00:00:00Z";
const FAR_AHEAD = "2100-01-01T00:00:00Z";

export type LedgerCosts = Readonly<{ currency: string; billed: string; effective: string }>;

/** What a ledger says of a bill. */
export type ImportedBill = Readonly<{
  sources: readonly string[];
  rows: number;
  skipped: number;
  reasons: readonly string[];
  costs: readonly LedgerCosts[];
  /** The same behind a second import of the same file. */
  again: Readonly<{ added: number; costs: readonly LedgerCosts[] }>;
}>;

/** Takes a file into a fresh ledger as `headgate import` does, twice, and asks for its costs after each. */
export async function importedBill(path: string): Promise<ImportedBill> {
  const { store, close } = await openTemporaryLedger();
  const book = loadPriceBook();
  const load = async (): Promise<ImportSummary> => {
    const config = configSchema.parse({});
    const sink = createLedgerSink({ store, book, config, nowMs: Date.now });
    const { signal } = new AbortController();
    return (await runImport({ paths: [path], sources: allSources, sink, signal })).summary;
  };
  const costs = async (): Promise<readonly LedgerCosts[]> => {
    const query = { from: LONG_AGO, to: FAR_AHEAD, by: "source", limit: 1000 } as const;
    const { rows } = await store.report("bill-by", query);
    return rows.map(({ billing_currency, billed_cost, effective_cost }) => ({
      ...{ currency: billing_currency, billed: billed_cost, effective: effective_cost },
    }));
  };
  try {
    const first = await load();
    const before = await costs();
    const second = await load();
    return {
      sources: first.sources.map(({ source }) => source),
      rows: added(first, "rows"),
      skipped: added(first, "skipped"),
      reasons: first.skips.map(({ reason, count }) => `${count} × ${reason}`),
      costs: before,
      again: { added: added(second, "added") + added(second, "replaced"), costs: await costs() },
    };
  } finally {
    await close();
  }
}

const added = (summary: ImportSummary, count: "rows" | "skipped" | "added" | "replaced"): number =>
  summary.sources.reduce((sum, source) => sum + source[count], 0);
