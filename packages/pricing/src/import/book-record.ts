import type { PriceRecord } from "@headgate/contract";
import type { PriceBook } from "../price-book.ts";
import type { RateTableKey } from "../rate-table.ts";
import type { Candidate } from "./catalogue.ts";

/**
 * The book's record for exactly what a candidate prices: the same model (by any of its names), tier,
 * scope, place, component and threshold, in effect on a day.
 */
export function bookRecordOf(
  book: PriceBook,
  candidate: Omit<Candidate, "price" | "per" | "at" | "catalogue" | "source">,
  day: string,
): PriceRecord | undefined {
  const { provider, model, component, tier, scope, place, threshold } = candidate;
  const prices = book.find({ provider, model, atMs: Date.parse(`${day}T12:00:00Z`) });
  if (prices === undefined) return undefined;
  const keys: RateTableKey[] = [`${tier}/${scope}`];
  if (place !== undefined) keys.unshift(`${tier}/${scope}:${place}`);
  for (const key of keys) {
    const rate = prices.tables[key]?.rates[component]?.find(
      ({ record }) => record.threshold?.above_input_tokens === threshold?.above_input_tokens,
    );
    if (rate !== undefined) return rate.record;
  }
  return undefined;
}
