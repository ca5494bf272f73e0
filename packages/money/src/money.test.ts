import fc from "fast-check";
import { expect, test } from "vitest";
import {
  displayDollars,
  displayDollarsCompact,
  divideRounded,
  formatDollars,
  multiply,
  parseDollars,
  picodollars,
  subtract,
  sum,
} from "./index.ts";

const amounts = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(picodollars);

test("an amount survives the wire unchanged", () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(parseDollars(formatDollars(amount))).toBe(amount);
    }),
  );
});

test("the wire form has twelve decimals and no exponent", () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(formatDollars(amount)).toMatch(/^-?\d+\.\d{12}$/);
    }),
  );
});

test("more than twelve decimals are refused, not rounded", () => {
  expect(() => parseDollars("0.0000000000001")).toThrow(RangeError);
});

test.each(["", "1.", ".5", "1e3", "NaN", " 1", "1,000", "+1"])("%j is not money", (text) => {
  expect(() => parseDollars(text)).toThrow(/is not an amount of dollars/);
});

test("sums do not depend on order, and subtracting undoes adding", () => {
  fc.assert(
    fc.property(fc.array(amounts), amounts, (list, extra) => {
      expect(sum([...list].reverse())).toBe(sum(list));
      expect(subtract(sum([...list, extra]), extra)).toBe(sum(list));
    }),
  );
});

test("a quantity times a price is the price added that many times", () => {
  fc.assert(
    fc.property(amounts, fc.nat(200), (price, quantity) => {
      expect(multiply(price, quantity)).toBe(sum(Array.from({ length: quantity }, () => price)));
    }),
  );
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])("%d is not a quantity", (quantity) => {
  expect(() => multiply(picodollars(1n), quantity)).toThrow(RangeError);
});

test("rounding is half away from zero, and never off by more than a half", () => {
  fc.assert(
    fc.property(amounts, fc.bigInt({ min: 1n, max: 10n ** 9n }), (amount, denominator) => {
      const error = divideRounded(amount, denominator) * denominator - amount;
      expect((error < 0n ? -error : error) * 2n <= denominator).toBe(true);
      expect(divideRounded(picodollars(-amount), denominator)).toBe(
        -divideRounded(amount, denominator),
      );
    }),
  );
  expect(divideRounded(picodollars(5n), 2n)).toBe(3n);
  expect(divideRounded(picodollars(-5n), 2n)).toBe(-3n);
});

test("money is shown rounded once, with separators and a true minus", () => {
  expect(displayDollars(parseDollars("1234567.895"))).toBe("$1,234,567.90");
  expect(displayDollars(parseDollars("-0.005"))).toBe("−$0.01");
  expect(displayDollars(parseDollars("12.5"), 0)).toBe("$13");
});

test("a small amount is shown with three significant digits, not as nothing", () => {
  expect(displayDollarsCompact(parseDollars("0.000012345"))).toBe("$0.0000123");
  expect(displayDollarsCompact(parseDollars("0.000000000001"))).toBe("$0.000000000001");
  expect(displayDollarsCompact(parseDollars("0"))).toBe("$0.00");
});
