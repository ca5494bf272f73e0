import { hash } from "node:crypto";
import type { PriceBook } from "./price-book.ts";

/**
 * Names what a price book holds: the day of its latest recording and a digest of all records, e.g.
 * `2026-11-23/5f3a9c01d2e4`. Two books of one name give every call the same price.
 */
export function priceBookState({ records }: Pick<PriceBook, "records">): string {
  const sorted = [...records].sort((left, right) => (left.id < right.id ? -1 : 1));
  const latest = sorted.reduce(
    (day, { recorded_at }) => (recorded_at > day ? recorded_at : day),
    "0000-00-00",
  );
  return `${latest}/${hash("sha256", JSON.stringify(sorted)).slice(0, 12)}`;
}
