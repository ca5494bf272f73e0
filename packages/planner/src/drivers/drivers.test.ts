import { changeParts, type TokenBucket } from "@headgate/contract";
import { type Picodollars, picodollars, subtract, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decomposeChange } from "./decompose-change.ts";
import { shareByShapley } from "./share-by-shapley.ts";
import { type SumsByValue, topDrivers } from "./top-drivers.ts";
import type { SumsByModel, UsageSum } from "./usage-sum.ts";

const buckets = ["input", "cache_read", "cache_write_5m", "output", "input_audio"] as const;

const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 18n }).map(picodollars);
const usageSum: fc.Arbitrary<UsageSum> = fc.record({
  calls: fc.integer({ min: 1, max: 1_000_000 }),
  tokens: fc.dictionary(fc.constantFrom(...buckets), fc.nat(10 ** 9)),
  costs: fc.dictionary(fc.constantFrom(...buckets), amount),
  cost: amount,
});
const model = fc.constantFrom("small", "large", null);
const sumsByModel: fc.Arbitrary<SumsByModel> = fc
  .uniqueArray(fc.tuple(model, usageSum), { selector: ([name]) => name, maxLength: 3 })
  .map((entries) => new Map(entries));
const value = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", null);
const sumsByValue: fc.Arbitrary<SumsByValue> = fc.record({
  values: fc
    .uniqueArray(fc.tuple(value, sumsByModel), { selector: ([name]) => name, maxLength: 8 })
    .map((entries) => new Map(entries.filter(([, sums]) => sums.size > 0))),
  rest: sumsByModel,
});

const costOf = (sums: SumsByModel): Picodollars => sum([...sums.values()].map(({ cost }) => cost));

test("the parts add up to the difference, to the picodollar", () => {
  fc.assert(
    fc.property(sumsByModel, sumsByModel, (before, after) => {
      const { change, parts } = decomposeChange(before, after);

      expect(change).toBe(subtract(costOf(after), costOf(before)));
      expect(sum(Object.values(parts))).toBe(change);
    }),
    { numRuns: 60 },
  );
});

test("drivers and others add up to the total, part by part", () => {
  fc.assert(
    fc.property(sumsByValue, sumsByValue, (before, after) => {
      const { total, drivers, others } = topDrivers(before, after, 3);

      expect(drivers.length).toBeLessThanOrEqual(3);
      for (const part of changeParts) {
        expect(sum([...drivers, others].map(({ parts }) => parts[part]))).toBe(total.parts[part]);
      }
      const all = [...after.values.values(), after.rest].map(costOf);
      expect(total.after).toBe(sum(all));
      expect(sum(Object.values(total.parts))).toBe(total.change);
    }),
    { numRuns: 15 },
  );
});

/** One model's sum out of tokens per call and picodollars per token. */
const usage = (
  calls: number,
  perCall: Partial<Record<TokenBucket, number>>,
  rates: Partial<Record<TokenBucket, bigint>>,
  otherPerCall = 0n,
): UsageSum => {
  const told = Object.entries(perCall) as [TokenBucket, number][];
  const tokens = told.map(([bucket, count]) => [bucket, count * calls] as const);
  const costs = tokens.map(
    ([bucket, count]) => [bucket, picodollars((rates[bucket] as bigint) * BigInt(count))] as const,
  );
  return {
    calls,
    tokens: Object.fromEntries(tokens),
    costs: Object.fromEntries(costs),
    cost: picodollars(sum(costs.map(([, cost]) => cost)) + otherPerCall * BigInt(calls)),
  };
};
const rates = { input: 3_000_000n, cache_read: 300_000n, output: 15_000_000n };
const usual = { input: 800, cache_read: 200, output: 100 };
const before: SumsByModel = new Map([["large", usage(100, usual, rates)]]);

const movedParts = (after: SumsByModel, from = before): readonly string[] => {
  const { parts } = decomposeChange(from, after);
  return changeParts.filter((part) => parts[part] !== 0n);
};

test("a change of one factor alone is that factor's part alone", () => {
  const dearer = { ...rates, output: 20_000_000n };
  const longer = { input: 1600, cache_read: 400, output: 200 };
  const uncached = { ...usual, input: 1000, cache_read: 0 };

  expect(movedParts(before)).toEqual([]);
  expect(movedParts(new Map([["large", usage(250, usual, rates)]]))).toEqual(["volume"]);
  expect(movedParts(new Map([["large", usage(100, usual, dearer)]]))).toEqual(["price"]);
  expect(movedParts(new Map([["large", usage(100, longer, rates)]]))).toEqual(["tokens_per_call"]);
  expect(movedParts(new Map([["large", usage(100, uncached, rates)]]))).toEqual(["cache"]);
  expect(movedParts(new Map([["large", usage(100, usual, rates, 5n)]]))).toEqual(["other"]);
  expect(movedParts(new Map())).toEqual(["gone"]);
  expect(movedParts(before, new Map())).toEqual(["new"]);
});

test("calls that move to a model which was not used before are mix, not price", () => {
  const small = { input: 100_000n, cache_read: 10_000n, output: 400_000n };
  const after: SumsByModel = new Map([
    ["large", usage(40, usual, rates)],
    ["small", usage(60, usual, small)],
  ]);

  const { parts, change } = decomposeChange(before, after);

  expect(parts.model_mix).toBe(change);
});

test("two factors that change share what they move together in halves", () => {
  // 100 calls at 1 picodollar become 200 at 3: 100 from calls alone, 200 from price alone, 200 from both.
  const shares = shareByShapley(2, (changed) =>
    picodollars((changed & 1 ? 200n : 100n) * (changed & 2 ? 3n : 1n)),
  );

  expect(shares).toEqual([200n, 300n]);
});

test("drivers are ordered by how far they moved the cost, up or down", () => {
  const of = (calls: number): SumsByModel => new Map([["large", usage(calls, usual, rates)]]);
  const drivers = topDrivers(
    {
      values: new Map([
        ["search", of(100)],
        ["chat", of(100)],
        ["mail", of(5)],
      ]),
      rest: new Map(),
    },
    {
      values: new Map([
        ["search", of(90)],
        ["chat", of(20)],
        ["docs", of(30)],
      ]),
      rest: of(1),
    },
    2,
  );

  expect(drivers.drivers.map((driver) => driver.value)).toEqual(["chat", "docs"]);
  expect(drivers.otherValues).toBe(2);
});

test("a sum without calls is refused", () => {
  const impossible: UsageSum = { calls: 0, tokens: {}, costs: {}, cost: picodollars(5n) };

  expect(() => decomposeChange(new Map([["large", impossible]]), before)).toThrow(RangeError);
});
