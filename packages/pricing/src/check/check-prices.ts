import type { PriceRecord } from "@headgate/contract";
import type { PriceBook } from "../price-book.ts";
import type { PriceFault } from "./price-point.ts";
import { ratioFaults, tierFaults } from "./ratio-rules.ts";
import { unitFaults } from "./unit-bounds.ts";

/** A record of the book that a check does not believe. */
export type BookFault = PriceFault<PriceRecord>;

/**
 * Holds the book's own prices, as in effect on a day, against the bounds and ratios that imports are held
 * against. What a provider really charges against them is known by name (`knownExceptions`).
 */
export function checkPrices(book: PriceBook, options: Readonly<{ at: string }>): BookFault[] {
  const records = book.list({ at: options.at }).flatMap((model) => model.records);
  return [...unitFaults(records), ...ratioFaults(records), ...tierFaults(records)].filter(
    ({ point }) => !knownExceptions.has(`${point.provider}/${point.model}/${point.component}`),
  );
}

/** Prices that the provider states and that break a rule all the same: provider/model/component. */
const knownExceptions: ReadonlySet<string> = new Set<string>([]);
