import type { UsageComponent } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { chooseTable } from "./choose-table.ts";
import { findModel, type ModelSearch } from "./find-model.ts";
import type { PriceBook } from "./price-book.ts";
import type { RateTable } from "./rate-table.ts";

/** What a prompt token costs beside an uncached one: a ratio of prices, never an amount. */
export type PromptPriceRatios = Readonly<{
  /** Written to the provider's cache; 1 where it has none, or writes are free. */
  write: number;
  /** Read from it; 1 where there is none. */
  read: number;
}>;

/**
 * What the provider's cache costs at a model's standard prices for short prompts.
 * @param forAnHour whether the prompt is kept for an hour, where that has a price of its own
 * @returns undefined where the model's price is not known
 */
export function promptPriceRatios(
  book: PriceBook,
  query: ModelSearch & Readonly<{ forAnHour: boolean }>,
): PromptPriceRatios | undefined {
  const found = findModel(book, query);
  if (found.kind !== "found") return undefined;
  const { table } = chooseTable(found.prices, "standard", found);
  const input = rateOf(table, "input");
  if (input === undefined || input === 0n) return undefined;
  const read = rateOf(table, "cache_read");
  if (read === undefined) return { write: 1, read: 1 };
  const write =
    (query.forAnHour ? rateOf(table, "cache_write_1h") : undefined) ??
    rateOf(table, "cache_write_5m") ??
    rateOf(table, "cache_write") ??
    input;
  return { write: ratio(write, input), read: ratio(read, input) };
}

const rateOf = (table: RateTable | undefined, component: UsageComponent): Picodollars | undefined =>
  table?.rates[component]?.find(({ aboveInputTokens }) => aboveInputTokens === 0)?.unitPrice;

/** Prices are far below 2^53 picodollars a token, where a double is exact. */
const ratio = (price: Picodollars, input: Picodollars): number => Number(price) / Number(input);
