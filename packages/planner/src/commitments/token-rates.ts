import {
  type DemandReport,
  inputBuckets,
  outputBuckets,
  type TokenBucket,
} from "@headgate/contract";

/** What a token costs on demand, on average over the history, in microdollars; null where no charge tells it. */
export type TokenRates = Readonly<{ input: number | null; output: number | null }>;

const cacheReads: readonly TokenBucket[] = ["cache_read", "cache_read_audio"];
const PICODOLLARS_PER_MICRODOLLAR = 1_000_000;

/**
 * Prices of a token as the charges' own lines tell them. They are brought to the prices that a trace is at, so that
 * both add up to the same: lines are at effective cost.
 */
export function tokenRates(
  { byBucket, steps }: Pick<DemandReport, "byBucket" | "steps">,
  cost: "list" | "contracted",
): TokenRates {
  const effective = byBucket.reduce((sum, bucket) => sum + Number(bucket.cost), 0);
  const traced = steps.reduce(
    (sum, step) => sum + Number(cost === "list" ? step.listCost : step.contractedCost),
    0,
  );
  const scale = effective === 0 ? 1 : traced / effective;
  const rateOf = (buckets: readonly TokenBucket[]): number | null => {
    const found = byBucket.filter(({ bucket }) => buckets.includes(bucket));
    const tokens = found.reduce((sum, bucket) => sum + bucket.tokens, 0);
    const dollars = found.reduce((sum, bucket) => sum + Number(bucket.cost), 0);
    return tokens === 0 ? null : (scale * dollars) / tokens / PICODOLLARS_PER_MICRODOLLAR;
  };
  return {
    input: rateOf(inputBuckets.filter((bucket) => !cacheReads.includes(bucket))),
    output: rateOf(outputBuckets),
  };
}
