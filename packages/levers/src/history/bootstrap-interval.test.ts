import fc from "fast-check";
import { expect, test } from "vitest";
import { bootstrapInterval } from "./bootstrap-interval.ts";

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
