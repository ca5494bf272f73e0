import { formatDollars, parseDollars, sum } from "@headgate/money";

/** Dollars by column, in their wire form; null where no row has a known amount. */
export type CopiedAmounts = Readonly<Record<string, string | null>>;

/** The sum of what is known. */
export function addDollars(one: string | null, other: string | null): string | null {
  if (one === null) return other;
  if (other === null) return one;
  return formatDollars(sum([parseDollars(one), parseDollars(other)]));
}
