import { formatDollars, picodollars } from "@headgate/money";
import type { Part } from "./cell.ts";

/** Adds up what is known: an amount that is null has none to add. */
export const totalOf = (amounts: readonly (bigint | null)[]): bigint => {
  let total = 0n;
  for (const amount of amounts) if (amount !== null) total += amount;
  return total;
};

export const grossOf = (parts: readonly Part[]): bigint =>
  totalOf(parts.map(({ amount }) => (amount < 0n ? -amount : amount)));

export const amountText = (amount: bigint): string => formatDollars(picodollars(amount));
export const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
