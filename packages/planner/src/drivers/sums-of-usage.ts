import type { TokenBucket } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { SumsByValue } from "./top-drivers.ts";
import type { SumsByModel, UsageSum } from "./usage-sum.ts";

/** What one model was used for one value of a dimension in one of two periods, as the ledger answers it. */
export type ComparedUsage = Readonly<{
  period: "before" | "after";
  value: string | null;
  /** Whether it stands for all values that are not named. */
  isOther: boolean;
  model: string | null;
  /** Priced attempts. */
  attempts: number;
  cost: Picodollars;
  buckets: readonly Readonly<{ bucket: TokenBucket; tokens: number; cost: Picodollars }>[];
}>;

/** Rows of usage as two periods' sums, for {@link topDrivers} to compare. */
export function sumsOfUsage(
  rows: readonly ComparedUsage[],
): Readonly<Record<"before" | "after", SumsByValue>> {
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
  return sums;
}

type Writable<Sums> = Sums extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : never;
const empty = () => ({
  values: new Map<string | null, Writable<SumsByModel>>(),
  rest: new Map() as Writable<SumsByModel>,
});
