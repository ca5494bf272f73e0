import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDecimals,
  areWithinFactor,
  isZeroDecimal,
  multiplyDecimals,
  subtractDecimals,
} from "./decimal-sum.ts";

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 25 }))
  .map(([digits, places]) => {
    const size = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
    const text = places === 0 ? size : `${size.slice(0, -places)}.${size.slice(-places)}`;
    return digits < 0n ? `-${text}` : text;
  });

const size = decimal.map((text) => text.replace("-", ""));

describe("sums of a bill's decimals", () => {
  test("are exact beyond the digits of a double and beyond twelve places", () => {
    expect(addDecimals("0.1", "0.2", "-0.30000000000000000001")).toBe("-0.00000000000000000001");
    expect(subtractDecimals("9007199254740993", "1")).toBe("9007199254740992");
    expect(multiplyDecimals("0.000003", "1000000")).toBe("3");
  });

  test("taking away what was added gives what there was", () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const back = subtractDecimals(addDecimals(left, right), right);
        expect(isZeroDecimal(subtractDecimals(back, left))).toBe(true);
      }),
    );
  });

  test("a product is the same from both sides, and over a sum that of its parts", () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (one, two, three) => {
        const whole = multiplyDecimals(addDecimals(one, two), three);
        const parts = addDecimals(multiplyDecimals(three, one), multiplyDecimals(two, three));
        expect(isZeroDecimal(subtractDecimals(whole, parts))).toBe(true);
      }),
    );
  });

  test("two products lie within a factor when neither times it is less than the other", () => {
    const isAtMost = (one: string, other: string): boolean =>
      !subtractDecimals(other, one).startsWith("-");
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 2, maxLength: 2 }),
        size,
        fc.integer({ min: 1, max: 200 }),
        (pair, third, factor) => {
          const [one = "", two = ""] = pair;
          const left = multiplyDecimals(one, two);
          const times = String(factor);
          expect(areWithinFactor([one, two], [third], BigInt(factor))).toBe(
            isAtMost(left, multiplyDecimals(third, times)) &&
              isAtMost(third, multiplyDecimals(left, times)),
          );
        },
      ),
    );
    expect(areWithinFactor(["0.003", "1000"], ["0.00003", "1000"], 100n)).toBe(true);
    expect(areWithinFactor(["0.003", "1000"], ["0.000029", "1000"], 100n)).toBe(false);
    expect(areWithinFactor(["0.00003", "1000"], ["0.003001", "1000"], 100n)).toBe(false);
  });
});
