import fc from "fast-check";
import { expect, test } from "vitest";
import { shiftDecimal } from "./decimal.ts";

test.each([
  [2.5e-7, 6, "0.25"],
  [3e-6, 6, "3"],
  [0.00029999999999999997, 4, "3"],
  [1.3e-7, 6, "0.13"],
  [0.00875, 0, "0.00875"],
  [1e21, 0, "1000000000000000000000"],
  [1.23456789e-6, 6, undefined],
  [1e-14, 6, undefined],
  [-1, 0, undefined],
  [Number.NaN, 0, undefined],
])("%d × 10^%d is %s dollars", (value, exponent, expected) => {
  expect(shiftDecimal(value, exponent)).toBe(expected);
});

test("a price of six places comes back as it was written, whatever unit a catalogue gives it in", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 ** 10 }),
      fc.integer({ min: 0, max: 9 }),
      (millionths, shift) => {
        const text = (millionths / 1e6).toFixed(6).replace(/\.?0+$/, "");
        const value = Number(`${millionths}e-${6 + shift}`);

        expect(shiftDecimal(value, shift)).toBe(text);
      },
    ),
  );
});
