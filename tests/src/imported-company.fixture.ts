import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, type ImportedSource, type SourceName } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { lookUpPrices, writeCompany } from "@headgate/simulator";
import {
  allSources,
  createLedgerSink,
  openTemporaryLedger,
  runImport,
  type TemporaryLedger,
} from "@headgate/sources";
import { readTrueCalls, readTruth, type TrueCall, type Truth } from "./company.fixture.ts";

/** A range that all of an imported company's days lie in. */
export const companyRange = { from: "2026-10-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };

export type ImportedCompany = Readonly<{
  folder: string;
  truth: Truth;
  calls: readonly TrueCall[];
  ledger: TemporaryLedger;
  /** What was read of a source; throws where that is nothing. */
  summaryOf: (name: SourceName) => ImportedSource;
  close: () => Promise<void>;
}>;

/**
 * Thirteen days of a company over the end of a month, of which AWS's report lacks the last two days, and all of its sources in a ledger.
 */
export async function importCompany(seed: number): Promise<ImportedCompany> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-company-"));
  const book = loadPriceBook();
  const price = lookUpPrices(book.records);
  await writeCompany({ folder, seed, days: 13, scale: 0.01, from: "2026-10-22", price });
  const ledger = await openTemporaryLedger();
  const imported = await runImport({
    paths: [join(folder, "sources")],
    sources: allSources,
    sink: createLedgerSink({
      store: ledger.store,
      book,
      config: configSchema.parse({}),
      nowMs: () => Date.parse(companyRange.to),
    }),
    signal: new AbortController().signal,
  });
  return {
    ...{ folder, truth: readTruth(folder), calls: await readTrueCalls(folder), ledger },
    summaryOf: (name) => {
      const found = imported.summary.sources.find(({ source }) => source === name);
      if (found === undefined) throw new Error(`nothing of ${name} was read`);
      return found;
    },
    close: async () => {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}
