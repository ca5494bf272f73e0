import { type ChangePart, changeParts, type TokenBucket } from "@headgate/contract";
import { divideRounded, type Picodollars, picodollars, subtract, sum, ZERO } from "@headgate/money";
import { shareByShapley } from "./share-by-shapley.ts";
import { bucketGroups, type SumsByModel, type UsageSum } from "./usage-sum.ts";

/** What can change between two periods, in the order of the bits that {@link shareByShapley} asks with. */
const factors = [
  "volume",
  "model_mix",
  "tokens_per_call",
  "cache",
  "price",
  "other",
] as const satisfies readonly ChangePart[];

export type ChangeParts = Readonly<Record<ChangePart, Picodollars>>;

export type Change = Readonly<{
  before: Picodollars;
  after: Picodollars;
  /** `after − before`, and the sum of the parts. */
  change: Picodollars;
  parts: ChangeParts;
}>;

/**
 * Divides the change of cost of one group of calls between two periods into its parts, exactly.
 *
 * In each period the cost is Σ over models and buckets of calls × the model's share of the calls × tokens per
 * call × the bucket's share of its group × cost per token. The parts are the Shapley values of these factors
 * (the mean over all orders of substitution). A factor that a period does not have (the rate of a model that it
 * did not use) is taken from the other period, so that a model's first call is mix and not price.
 * @throws RangeError for a sum without calls
 */
export function decomposeChange(before: SumsByModel, after: SumsByModel): Change {
  const periods = [before, after] as const;
  const [costBefore, costAfter] = periods.map((sums) =>
    sum([...sums.values()].map(({ cost }) => cost)),
  ) as [Picodollars, Picodollars];
  for (const sums of periods) {
    for (const { calls } of sums.values()) {
      if (!Number.isSafeInteger(calls) || calls < 1) {
        throw new RangeError(`a sum is over at least one call, not ${calls}`);
      }
    }
  }
  const none = Object.fromEntries(changeParts.map((part) => [part, ZERO])) as ChangeParts;
  const change = subtract(costAfter, costBefore);
  const whole = { before: costBefore, after: costAfter, change };
  if (before.size === 0) return { ...whole, parts: { ...none, new: change } };
  if (after.size === 0) return { ...whole, parts: { ...none, gone: change } };
  const shares = shareByShapley(factors.length, costWhen(before, after));
  const parts = factors.map((factor, index) => [factor, shares[index] as Picodollars]);
  return { ...whole, parts: { ...none, ...Object.fromEntries(parts) } };
}

type Pair<Value> = readonly [before: Value, after: Value];
/** `calls × mix × tokens × cache × price`, each as a fraction of one period, and null where it has none. */
type Term = Readonly<{
  factors: readonly Pair<readonly [numerator: bigint, denominator: bigint] | null>[];
}>;

const VOLUME = 0;
const MIX = 1;
const TOKENS = 2;
const CACHE = 3;
const PRICE = 4;
const OTHER = 5;

/** The cost of the group when some factors are of the later period and the others of the earlier one. */
function costWhen(before: SumsByModel, after: SumsByModel): (changed: number) => Picodollars {
  const terms = termsOf(before, after);
  return (changed) => {
    let total = 0n;
    for (const { factors: ofTerm } of terms) {
      let numerator = 1n;
      let denominator = 1n;
      for (const [index, pair] of ofTerm.entries()) {
        const period = (changed >> index) & 1;
        const fraction = pair[period as 0 | 1] ?? pair[(1 - period) as 0 | 1];
        // A factor that neither period has belongs to a term without cost.
        if (fraction === null) {
          numerator = 0n;
          break;
        }
        numerator *= fraction[0];
        denominator *= fraction[1];
      }
      if (numerator !== 0n) total += divideRounded(picodollars(numerator), denominator);
    }
    return picodollars(total);
  };
}

function termsOf(before: SumsByModel, after: SumsByModel): readonly Term[] {
  const calls = [callsOf(before), callsOf(after)] as const;
  const terms: Term[] = [];
  for (const model of new Set([...before.keys(), ...after.keys()])) {
    const sums = [before.get(model), after.get(model)] as const;
    const shared: Pair<readonly [bigint, bigint] | null>[] = [];
    shared[VOLUME] = [
      [calls[0], 1n],
      [calls[1], 1n],
    ];
    shared[MIX] = [
      [callsIn(sums[0]), calls[0]],
      [callsIn(sums[1]), calls[1]],
    ];
    for (const group of bucketGroups) {
      const groupTokens = both(sums, (of) => tokensIn(of, group));
      for (const bucket of group) {
        const tokens = both(sums, (of) => tokensIn(of, [bucket]));
        if (tokens[0] === 0n && tokens[1] === 0n) continue;
        const costs = both(sums, (of) => costOf(of, bucket) as bigint);
        terms.push({
          factors: Object.assign([...shared], {
            [TOKENS]: both2(groupTokens, both(sums, callsIn)),
            [CACHE]: both2(tokens, groupTokens),
            [PRICE]: both2(costs, tokens),
            [OTHER]: ONES,
          }),
        });
      }
    }
    const others = both(sums, (of) => (of === undefined ? 0n : (otherCost(of) as bigint)));
    if (others[0] !== 0n || others[1] !== 0n) {
      terms.push({
        factors: Object.assign([...shared], {
          [TOKENS]: ONES,
          [CACHE]: ONES,
          [PRICE]: ONES,
          [OTHER]: both2(others, both(sums, callsIn)),
        }),
      });
    }
  }
  return terms;
}

const ONES: Pair<readonly [bigint, bigint]> = [
  [1n, 1n],
  [1n, 1n],
];

const both = <From, To>(pair: Pair<From>, read: (from: From) => To): Pair<To> => [
  read(pair[0]),
  read(pair[1]),
];

/** A fraction for each period; null where its denominator is 0, which no rate can be read from. */
const both2 = (
  numerators: Pair<bigint>,
  denominators: Pair<bigint>,
): Pair<readonly [bigint, bigint] | null> => [
  denominators[0] === 0n ? null : [numerators[0], denominators[0]],
  denominators[1] === 0n ? null : [numerators[1], denominators[1]],
];

const callsIn = (of: UsageSum | undefined): bigint => (of === undefined ? 0n : BigInt(of.calls));

const callsOf = (sums: SumsByModel): bigint => {
  let calls = 0n;
  for (const of of sums.values()) calls += BigInt(of.calls);
  return calls;
};

/** Tokens that are known of; a period that tells none has none to give a rate by. */
function tokensIn(of: UsageSum | undefined, buckets: readonly TokenBucket[]): bigint {
  let total = 0n;
  for (const bucket of buckets) {
    const tokens = of?.tokens[bucket];
    if (tokens !== undefined) total += BigInt(tokens);
  }
  return total;
}

/** What a bucket's tokens cost. What is charged to a bucket without tokens is among {@link otherCost}. */
function costOf(of: UsageSum | undefined, bucket: TokenBucket): Picodollars {
  const cost = of?.costs[bucket];
  return of === undefined || cost === undefined || tokensIn(of, [bucket]) === 0n ? ZERO : cost;
}

const otherCost = (of: UsageSum): Picodollars =>
  subtract(of.cost, sum(bucketGroups.flat().map((bucket) => costOf(of, bucket))));
