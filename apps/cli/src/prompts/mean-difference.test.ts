import fc from "fast-check";
import { expect, test } from "vitest";
import { meanDifference, meanOf } from "./mean-difference.ts";

const many = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 30, maxLength: 60 });

test("a difference lies in its interval, and is the other way round when the sides are", () => {
  fc.assert(
    fc.property(many, many, (left, right) => {
      const one = meanDifference(left, right);
      const other = meanDifference(right, left);
      if (one === undefined || other === undefined) throw new Error("there are enough values");
      expect(one.from <= one.difference && one.difference <= one.to).toBe(true);
      expect([other.difference, other.from, other.to]).toEqual([
        -one.difference,
        -one.to,
        -one.from,
      ]);
    }),
  );
});

test("the interval is the one of Welch's standard error", () => {
  fc.assert(
    fc.property(many, many, (left, right) => {
      const found = meanDifference(left, right);
      if (found === undefined) throw new Error("there are enough values");
      const errors = [left, right].map((values) => {
        const numbers = values.map(Number);
        const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
        const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        return squares / (numbers.length - 1) / numbers.length;
      });
      const half = 1.96 * Math.sqrt(errors.reduce((sum, error) => sum + error, 0));
      expect(Math.abs(Number(found.to - found.difference) - half)).toBeLessThan(half * 1e-9 + 3);
    }),
  );
});

test("equal values have an interval without width; few values have none", () => {
  const same = Array.from({ length: 30 }, () => 7n);
  expect(meanDifference(same, same)).toEqual({ difference: 0n, from: 0n, to: 0n });
  expect(meanDifference(same, same.slice(1))).toBeUndefined();
  expect(meanOf([1n, 2n])).toBe(2n);
});
