import fc from "fast-check";
import { expect, test } from "vitest";
import { bootstrapInterval, intervalToCome } from "./bootstrap-interval.ts";

const blocks = fc.array(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), {
  minLength: 5,
  maxLength: 40,
});

test("bounds are the same for the same blocks, and lie between what blocks can add up to", () => {
  fc.assert(
    fc.property(blocks, (of) => {
      const found = bootstrapInterval(of);
      const least = of.reduce((a, b) => (b < a ? b : a)) * BigInt(of.length);
      const most = of.reduce((a, b) => (b > a ? b : a)) * BigInt(of.length);

      expect(bootstrapInterval(of)).toEqual(found);
      expect(found && found.low >= least && found.low <= found.high && found.high <= most).toBe(
        true,
      );
    }),
    { numRuns: 30 },
  );
});

test("the more blocks differ, the wider the bounds; fewer than five tell nothing", () => {
  expect(bootstrapInterval([7n, 7n, 7n, 7n, 7n])).toEqual({ low: 35n, high: 35n });
  const wide = bootstrapInterval([0n, 0n, 0n, 0n, 35n]);
  expect(wide?.low).toBe(0n);
  expect(wide && wide.high > 35n).toBe(true);
  expect(bootstrapInterval([1n, 2n, 3n, 4n])).toBeUndefined();
});

test("of blocks to come less is known than of those that were: bounds are wider, by √2 for as many, and never foretell a loss that no block had", () => {
  const positive = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), {
    minLength: 5,
    maxLength: 40,
  });
  fc.assert(
    fc.property(positive, (of) => {
      const sum = of.reduce((a, b) => a + b);
      const [seen, same, more] = [
        bootstrapInterval(of),
        intervalToCome(of, of.length),
        intervalToCome(of, 1_000 * of.length),
      ];
      if (seen === undefined || same === undefined || more === undefined) throw new Error("five");
      expect(same.low).toBeGreaterThanOrEqual(0n);
      expect(same.low).toBeLessThanOrEqual(seen.low);
      expect(Number(same.high - sum)).toBeCloseTo(
        Number(((seen.high - sum) * 1_414n) / 1_000n),
        -1,
      );
      expect(more.high).toBeLessThanOrEqual(same.high);
    }),
    { numRuns: 30 },
  );
});

test("of months that are drawn alike, at least nine of ten lie within the bounds that the month before tells", () => {
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const month = () => Array.from({ length: 30 }, () => BigInt(Math.round(1_000 * random())));
  const months = 300;
  let within = 0;
  for (let at = 0; at < months; at++) {
    const found = intervalToCome(month(), 30);
    const next = month().reduce((a, b) => a + b);
    if (found !== undefined && found.low <= next && next <= found.high) within += 1;
  }
  expect(within / months).toBeGreaterThanOrEqual(0.9);
});
