import type { Dimension, Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { sumsOfUsage } from "@headgate/planner";

export type Range = Readonly<{ from: string; to: string }>;

/** More values of a dimension than this are one rest. */
const VALUES_AT_MOST = 200;

/** What each value of a dimension used and paid in two ranges, as the planner compares them. */
export async function compareUsage(
  ledger: Pick<LedgerStore, "report">,
  question: Readonly<{ filter: Filter; before: Range; after: Range; by: Dimension }>,
) {
  const { filter, before, after, by } = question;
  const query = { ...filter, ...after, before, by, limit: VALUES_AT_MOST };
  const { rows, unpriced } = await ledger.report("usage-by-model", query);
  return { ...sumsOfUsage(rows), unpriced };
}

/** The range of the same length that ends where this one begins. */
export function rangeBefore({ from, to }: Range): Range {
  const fromMs = Date.parse(from);
  return { from: new Date(fromMs - (Date.parse(to) - fromMs)).toISOString(), to: isoUtc(from) };
}

/** A moment in UTC, whatever offset it was written with. */
export const isoUtc = (moment: string): string => new Date(moment).toISOString();
