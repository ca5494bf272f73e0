import fc from "fast-check";
import { expect, test } from "vitest";
import { fitDecimal } from "./fit-decimal.ts";

test("a number of at most twelve places is held whole, zeros behind them too", () => {
  for (const [text, fitted] of [
    ["0", "0.000000000000"],
    ["-1.5", "-1.500000000000"],
    ["007.25", "7.250000000000"],
    ["0.000132000000000000000000000000", "0.000132000000"],
    ["-0.0", "0.000000000000"],
  ] as const) {
    expect(fitDecimal(text)).toEqual({ text: fitted, isExact: true });
  }
});

test("digits beyond the twelfth place are rounded half away from zero, and that is told", () => {
  expect(fitDecimal("0.0000000000005")).toEqual({ text: "0.000000000001", isExact: false });
  expect(fitDecimal("-0.0000000000005")).toEqual({ text: "-0.000000000001", isExact: false });
  expect(fitDecimal("0.0000000000004")).toEqual({ text: "0.000000000000", isExact: false });
});

test("a number of more digits than a column has room for is not held", () => {
  const largest = "9".repeat(26);
  expect(fitDecimal(`-${largest}.5`)).toMatchObject({ text: `-${largest}.500000000000` });
  expect(fitDecimal(`1${largest}`)).toBeUndefined();
  expect(fitDecimal(`${largest}.9999999999999`)).toBeUndefined();
});

test("what is held is never further from the number than half of the last place", () => {
  const places = fc.nat({ max: 30 });
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), places, (digits, count) => {
      const magnitude = (digits < 0n ? -digits : digits).toString().padStart(count + 1, "0");
      const whole = magnitude.slice(0, magnitude.length - count);
      const text = `${digits < 0n ? "-" : ""}${whole}${count === 0 ? "" : `.${magnitude.slice(-count)}`}`;

      const fitted = fitDecimal(text);

      if (fitted === undefined) return;
      // Both in units of the thirtieth place.
      const exact = digits * 10n ** BigInt(30 - count);
      const held = BigInt(fitted.text.replace(".", "")) * 10n ** 18n;
      const distance = exact > held ? exact - held : held - exact;
      expect(distance * 2n <= 10n ** 18n).toBe(true);
      expect(fitted.isExact).toBe(distance === 0n);
    }),
  );
});
