import type {
  AnalyzeResult,
  HeadgateConfig,
  ImportSummary,
  SpendDimension,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars, ZERO } from "@headgate/money";
import type { PriceBook } from "@headgate/pricing";
import type { TimeRange } from "@headgate/sources";
import { askLedger } from "./ask-ledger.ts";
import { daysOf } from "./days.ts";
import { loadAdvice } from "./load-advice.ts";
import { loadBillMovers } from "./load-bill-movers.ts";
import { comparisonOf, loadDrivers } from "./load-drivers.ts";
import { loadKpis } from "./load-kpis.ts";
import { loadModels } from "./load-models.ts";
import { loadMovers } from "./load-movers.ts";
import { loadServices } from "./load-services.ts";
import { loadCategories, loadSpend } from "./load-spend.ts";
import { nextCommands } from "./next-commands.ts";

export type AnalysisQuestion = Readonly<{
  store: LedgerStore;
  config: HeadgateConfig;
  prices: PriceBook;
  read: ImportSummary;
  kept: boolean;
  range: TimeRange;
  dimensions: readonly SpendDimension[];
  /** Values of a dimension that are named. */
  top: number;
  /** What the user named. */
  paths: readonly string[];
}>;

/** Everything that the page of an analysis says. */
export async function loadAnalysis(question: AnalysisQuestion): Promise<AnalyzeResult> {
  const { store, config, read, kept, range, top } = question;
  const ledger = askLedger(store, config);
  const period = await daysOf(store, range);
  const kpis = [...(await loadKpis(ledger, period))];
  const comparison = period === undefined ? null : await comparisonOf(ledger, period);
  const drivers = [];
  for (const dimension of question.dimensions) {
    drivers.push(
      period === undefined
        ? { dimension, rows: [], left_out: 0 }
        : await loadDrivers(ledger, period, { dimension, top, comparison }),
    );
  }
  const movers = await loadMovers(ledger, comparison, question);
  const billMovers = await loadBillMovers(ledger, comparison, question);
  const told = {
    kept,
    read,
    period: period ?? null,
    spend: period === undefined ? nothingSpent : await loadSpend(ledger, period),
    categories: period === undefined ? [] : await loadCategories(ledger, period),
    services:
      period === undefined ? { rows: [], left_out: 0 } : await loadServices(ledger, period, top),
    models: period === undefined ? { rows: [], left_out: 0 } : await loadModels(ledger, period),
    comparison,
    drivers,
    movers,
    bill_movers: [...billMovers],
    kpis,
    advice: period === undefined ? null : await loadAdvice(question, period),
  };
  return { ...told, next: nextCommands(told, question.paths) };
}

/** Nothing was read that could cost anything: the lists are empty, and no total is told. */
const nothingSpent: AnalyzeResult["spend"] = {
  totals: [],
  unpriced: [],
  covered_in_other_currencies: { attempts: 0, cost: formatDollars(ZERO) },
  lines_across_the_range: [],
  bills_ending_within_a_day: [],
  simulated_lines: [],
  simulated_cost: formatDollars(ZERO),
};
