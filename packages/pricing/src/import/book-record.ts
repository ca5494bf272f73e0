import type { PriceRecord } from "@headgate/contract";
import { tableIn } from "../choose-table.ts";
import type { PriceBook } from "../price-book.ts";
import type { ModelPrices } from "../rate-table.ts";
import { substituteFor } from "../substitute-for.ts";
import type { Candidate } from "./catalogue.ts";

/** What a price is of, whatever it is. */
type Subject = Omit<Candidate, "price" | "per" | "at" | "catalogue" | "source">;

/**
 * The book's record for what a candidate prices: the same model (by any of its names), tier and component, as
 * calls in its scope and place are charged on a day, at its threshold. Where a component has another's price
 * (reasoning), it is that one's record.
 */
export function bookRecordOf(
  book: PriceBook,
  candidate: Subject,
  day: string,
): PriceRecord | undefined {
  const { provider, model } = candidate;
  const prices = book.find({ provider, model, atMs: Date.parse(`${day}T12:00:00Z`) });
  return prices === undefined ? undefined : recordIn(prices, candidate);
}

/**
 * As {@link bookRecordOf}, in the prices of a day. Above a threshold that the book does not have, it is the record
 * that prices such prompts: the book knows what they cost, unless it says up to which length it knows prices.
 */
export function recordIn(prices: ModelPrices, candidate: Subject): PriceRecord | undefined {
  const { component, tier, scope, place, threshold } = candidate;
  const table = tableIn(prices, tier, scope, place);
  if (table === undefined) return undefined;
  const substitute = substituteFor(component, table, prices.componentFallbacks);
  const rates = table.rates[substitute?.component ?? component];
  if (rates === undefined) return undefined;
  const above = threshold === undefined ? 0 : threshold.above_input_tokens;
  const own = rates.find(({ aboveInputTokens }) => aboveInputTokens === above);
  if (own !== undefined || threshold === undefined) return own?.record;
  const limit = table.pricedUpToInputTokens;
  if (limit !== undefined && limit <= above) return undefined;
  return rates.findLast(({ aboveInputTokens }) => aboveInputTokens < above)?.record;
}
