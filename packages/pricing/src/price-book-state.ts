import { hash } from "node:crypto";
import type { PriceBook } from "./price-book.ts";

/**
 * Names what charges are worked out by: the day of the price book's latest recording and a digest of all
 * records and of the operator's own terms, e.g. `2026-11-23/5f3a9c01d2e4`. What has one name gives every
 * call the same charge.
 *
 * @param terms the part of the configuration that prices depend on
 */
export function priceBookState(
  { records }: Pick<PriceBook, "records">,
  terms: unknown = null,
): string {
  const sorted = [...records].sort((left, right) => (left.id < right.id ? -1 : 1));
  const latest = sorted.reduce(
    (day, { recorded_at }) => (recorded_at > day ? recorded_at : day),
    "0000-00-00",
  );
  return `${latest}/${hash("sha256", JSON.stringify([sorted, terms])).slice(0, 12)}`;
}
