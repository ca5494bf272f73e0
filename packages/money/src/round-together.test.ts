import fc from "fast-check";
import { expect, test } from "vitest";
import { divideRounded, picodollars, roundTogether, sum } from "./index.ts";

const fraction = fc.record({
  numerator: fc.bigInt({ min: 0n, max: 10n ** 30n }),
  denominator: fc.bigInt({ min: 1n, max: 10n ** 16n }),
});

test("parts that are rounded together add up to their rounded sum", () => {
  fc.assert(
    fc.property(fc.array(fraction, { maxLength: 12 }), (parts) => {
      const rounded = roundTogether(parts);

      expect(sum(rounded.parts)).toBe(rounded.total);
      const denominator = parts.reduce((product, part) => product * part.denominator, 1n);
      const numerator = parts.reduce(
        (total, part) => total + part.numerator * (denominator / part.denominator),
        0n,
      );
      expect(rounded.total).toBe(divideRounded(picodollars(numerator), denominator));
    }),
  );
});

test("no part moves by a whole unit, and a whole part stays", () => {
  fc.assert(
    fc.property(fc.array(fraction, { maxLength: 12 }), (parts) => {
      const rounded = roundTogether(parts);

      for (const [index, { numerator, denominator }] of parts.entries()) {
        const part = rounded.parts[index] as bigint;
        const error = part * denominator - numerator;
        expect(error < denominator && -error < denominator).toBe(true);
        if (numerator % denominator === 0n) expect(error).toBe(0n);
      }
    }),
  );
});

test("the largest remainders are rounded up, of equal ones the first", () => {
  const third = { numerator: 1n, denominator: 3n };
  const half = { numerator: 1n, denominator: 2n };

  expect(roundTogether([third, half, third])).toEqual({ total: 1n, parts: [0n, 1n, 0n] });
  expect(roundTogether([third, third, third])).toEqual({ total: 1n, parts: [1n, 0n, 0n] });
});

test("a negative amount is refused", () => {
  expect(() => roundTogether([{ numerator: -1n, denominator: 3n }])).toThrow(RangeError);
});
