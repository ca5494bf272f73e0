import type { Dimension, Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { SumsByModel, SumsByValue, UsageSum } from "@headgate/planner";

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
  const sums = { before: empty(), after: empty() };
  for (const { period, value, isOther, model, attempts, cost, buckets } of rows) {
    const { values, rest } = sums[period];
    const models = isOther ? rest : (values.get(value) ?? new Map<string | null, UsageSum>());
    if (!isOther) values.set(value, models);
    models.set(model, {
      calls: attempts,
      tokens: Object.fromEntries(buckets.map(({ bucket, tokens }) => [bucket, tokens])),
      costs: Object.fromEntries(buckets.map((of) => [of.bucket, of.cost])),
      cost,
    });
  }
  const compared: Readonly<Record<"before" | "after", SumsByValue>> = sums;
  return { ...compared, unpriced };
}

type Writable<Sums> = Sums extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : never;
const empty = () => ({
  values: new Map<string | null, Writable<SumsByModel>>(),
  rest: new Map() as Writable<SumsByModel>,
});

/** The range of the same length that ends where this one begins. */
export function rangeBefore({ from, to }: Range): Range {
  const fromMs = Date.parse(from);
  return { from: new Date(fromMs - (Date.parse(to) - fromMs)).toISOString(), to: isoUtc(from) };
}

/** A moment in UTC, whatever offset it was written with. */
export const isoUtc = (moment: string): string => new Date(moment).toISOString();
