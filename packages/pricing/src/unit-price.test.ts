import fc from "fast-check";
import { expect, test } from "vitest";
import { unitPriceOf } from "./unit-price.ts";

test("any price with six decimals per million is a whole number of picodollars a unit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (micro) => {
      const digits = micro.toString().padStart(7, "0");
      const price = `${digits.slice(0, -6)}.${digits.slice(-6)}`;

      expect(unitPriceOf(price, 1_000_000)).toBe(micro);
    }),
  );
});

test("a price that would have to be rounded is refused", () => {
  expect(() => unitPriceOf("1", 3)).toThrow(/not a whole number of picodollars/);
});
