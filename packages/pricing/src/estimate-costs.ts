import type { Confidence, EstimateRow, PriceTier, Usage, UsageOrigin } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { type ModelReference, modelsNamed } from "./models-named.ts";
import type { PriceBook } from "./price-book.ts";
import { rateUsage } from "./rate-usage.ts";
import { weaker } from "./weaker.ts";

/** Adds calls up and tells what they would cost on each model. */
export interface Estimate {
  /** Adds `calls` calls that each use this much; each is rated alone, since its length chooses the rate. */
  add(usage: Usage, calls?: number): void;
  rows(): EstimateRow[];
}

type RowTally = {
  readonly asked: string;
  readonly found: ModelReference | undefined;
  total: bigint;
  calls: number;
  unpriced: number;
  confidence: Confidence;
  reason: string | null;
};

/**
 * Works out list costs side by side. A name that several providers have makes a row for each; a name that
 * nobody has makes a row without a cost.
 *
 * @param usageOrigin `estimated` when the tokens were counted here, which every row then says
 */
export function createEstimate(
  book: PriceBook,
  options: Readonly<{
    models: readonly string[];
    tier: PriceTier;
    at: string;
    usageOrigin: Exclude<UsageOrigin, "none">;
  }>,
): Estimate {
  const { at, tier, usageOrigin } = options;
  const rows = options.models.flatMap((asked): RowTally[] => {
    const found = modelsNamed(book, asked, { at });
    const start = { asked, total: 0n, calls: 0, unpriced: 0, reason: null };
    if (found.length === 0) {
      const reason = `the price book has no model "${asked}"`;
      return [{ ...start, found: undefined, confidence: "unknown", reason }];
    }
    return found.map((model) => ({ ...start, found: model, confidence: "exact" }));
  });

  const addTo = (row: RowTally, usage: Usage, calls: number): void => {
    row.calls += calls;
    if (row.found === undefined) {
      row.unpriced += calls;
      return;
    }
    const { provider, model } = row.found;
    const charge = rateUsage(book, {
      provider,
      models: [model],
      usage,
      usageOrigin,
      ...(tier !== "standard" && { serviceTier: tier }),
      operation: "chat",
      atMs: Date.parse(at),
    });
    row.confidence = weaker(row.confidence, charge.confidence);
    if (charge.reason !== undefined) row.reason ??= charge.reason;
    if (charge.listCost === undefined) row.unpriced += calls;
    else row.total += charge.listCost * BigInt(calls);
  };

  return {
    add(usage, calls = 1) {
      for (const row of rows) addTo(row, usage, calls);
    },
    rows: () =>
      rows.map((row) => ({
        asked: row.asked,
        provider: row.found?.provider ?? null,
        model: row.found?.model ?? null,
        calls: row.calls,
        unpriced_calls: row.unpriced,
        list_cost: row.unpriced === row.calls ? null : formatDollars(picodollars(row.total)),
        confidence: row.confidence,
        reason: row.reason,
      })),
  };
}
