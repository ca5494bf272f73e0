import type { UsageComponent } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { chooseTable } from "./choose-table.ts";
import { findModel, type ModelSearch } from "./find-model.ts";
import type { PriceBook } from "./price-book.ts";

const components = [
  "input",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "cache_write",
] as const satisfies readonly UsageComponent[];

/** List prices of a prompt token at the standard tier; what the book does not know is absent. */
export type PromptPrices = Readonly<Partial<Record<(typeof components)[number], Picodollars>>>;

/** What a model's prompts cost, read, written to the provider's cache and plain, where they are short. */
export function promptPrices(book: PriceBook, search: ModelSearch): PromptPrices {
  const found = findModel(book, search);
  if (found.kind === "missing") return {};
  const { table } = chooseTable(found.prices, "standard", found);
  const prices: Partial<Record<(typeof components)[number], Picodollars>> = {};
  for (const component of components) {
    const price = table?.rates[component]?.find(
      ({ aboveInputTokens }) => aboveInputTokens === 0,
    )?.unitPrice;
    if (price !== undefined) prices[component] = price;
  }
  return prices;
}
