import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDecimals, compareDecimals, multiplyDecimals, subtractDecimals } from "./decimal-sum.ts";

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 25 }))
  .map(([digits, places]) => {
    const size = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
    const text = places === 0 ? size : `${size.slice(0, -places)}.${size.slice(-places)}`;
    return digits < 0n ? `-${text}` : text;
  });

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
        expect(compareDecimals(back, left)).toBe(0);
      }),
    );
  });

  test("a product is the same from both sides, and over a sum that of its parts", () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (one, two, three) => {
        const whole = multiplyDecimals(addDecimals(one, two), three);
        const parts = addDecimals(multiplyDecimals(three, one), multiplyDecimals(two, three));
        expect(compareDecimals(whole, parts)).toBe(0);
      }),
    );
  });
});
