import { type Picodollars, sum } from "@headgate/money";
import { loadPriceBook, rateUsage } from "@headgate/pricing";
import type { TraceRow } from "./read-trace.ts";

/**
 * About what a replay against real providers would come to at list prices, a word taken for a token.
 * `undefined` when the price book has no price for the model.
 */
export async function estimateSpend(
  rows: AsyncIterable<TraceRow>,
  options: Readonly<{ model: string; providers: readonly string[]; nowMs: number }>,
): Promise<Picodollars | undefined> {
  const book = loadPriceBook();
  const provider = options.providers.find(
    (name) =>
      book.find({ provider: name, model: options.model, atMs: options.nowMs }) !== undefined,
  );
  if (provider === undefined) return undefined;
  let total = sum([]);
  for await (const row of rows) {
    const charge = rateUsage(book, {
      provider,
      models: [options.model],
      usage: { input: row.inputTokens, output: row.outputTokens },
      usageOrigin: "estimated",
      operation: "chat",
      atMs: options.nowMs,
    });
    if (charge.listCost === undefined) return undefined;
    total = sum([total, charge.listCost]);
  }
  return total;
}
