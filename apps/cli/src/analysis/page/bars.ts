import { parseDollars } from "@headgate/money";
import type { Row } from "@headgate/page";
import { showShare } from "@headgate/page";
import { shareOf } from "../load/amounts.ts";

type Amount = Readonly<{ currency: string; cost: string; unpriced_attempts: number }>;

/**
 * Bars of amounts: each as long as its part of the largest of its currency, in words its part of their sum. What
 * is not among the amounts has none; what is below zero or not known has no
 * length.
 */
export function bars<Item extends Amount>(amounts: readonly Item[]): (item: Item) => Row["bar"] {
  const largest = new Map<string, bigint>();
  const sums = new Map<string, bigint>();
  for (const { currency, cost } of amounts) {
    const amount = parseDollars(cost);
    const most = largest.get(currency);
    if (most === undefined || amount > most) largest.set(currency, amount);
    sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  }
  return (item) => {
    if (!amounts.includes(item)) return null;
    const amount = parseDollars(item.cost);
    if (amount === 0n && item.unpriced_attempts > 0) return { length: 0, text: "–" };
    const length = shareOf(amount, largest.get(item.currency) ?? 0n);
    const part = shareOf(amount, sums.get(item.currency) ?? 0n);
    return { length: length === null || amount < 0n ? 0 : length, text: showShare(part) };
  };
}
