import type { Picodollars } from "@headgate/money";
import type { ModelSearch } from "./find-model.ts";
import type { PriceBook } from "./price-book.ts";
import { promptPrices } from "./prompt-prices.ts";

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
  const { input, ...cache } = promptPrices(book, query);
  if (input === undefined || input === 0n) return undefined;
  if (cache.cache_read === undefined) return { write: 1, read: 1 };
  const write =
    (query.forAnHour ? cache.cache_write_1h : undefined) ??
    cache.cache_write_5m ??
    cache.cache_write ??
    input;
  return { write: ratio(write, input), read: ratio(cache.cache_read, input) };
}

/** Prices are far below 2^53 picodollars a token, where a double is exact. */
const ratio = (price: Picodollars, input: Picodollars): number => Number(price) / Number(input);
