import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalOf, parseJsonKeepingNumbers } from "./number-text.ts";

test.each<[unknown, string | undefined]>([
  ["0.10", "0.10"],
  ["1e-7", "0.0000001"],
  ["1.25E+3", "1250"],
  ["-2.5e-1", "-0.25"],
  ["+5", "5"],
  [".5", "0.5"],
  ["5.", "5"],
  ["007", "7"],
  ["-0", "0"],
  [12, "12"],
  [12n, "12"],
  [0.5, undefined],
  ["1,000", undefined],
  ["NaN", undefined],
  ["", undefined],
  ["1e999", undefined],
  [null, undefined],
])("%s as a decimal is %s", (value, expected) => {
  expect(decimalOf(value)).toBe(expected);
});

test("a decimal is the same number, whatever its exponent", () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 30n), 10n ** 30n),
      fc.integer({ min: 0, max: 30 }),
      (units, places) => {
        const decimal = decimalOf(`${units}e-${places}`);
        const [whole = "", fraction = ""] = (decimal ?? "").split(".");

        expect(BigInt(whole + fraction.padEnd(places, "0"))).toBe(units);
      },
    ),
  );
});

test("text that is no JSON is refused", () => {
  expect(() => parseJsonKeepingNumbers('{"a":1,}')).toThrow(SyntaxError);
});
