import { HeadgateError } from "@headgate/contract";
import { parseDollars, picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import { toBillingCurrency } from "./to-billing-currency.ts";

const euro = {
  code: "EUR",
  rates: [
    { valid_from: "2026-04-01", per_dollar: "0.85" },
    { valid_from: "2026-01-01", per_dollar: "0.9213" },
  ],
};
const on = (day: string): number => Date.parse(`${day}T08:00:00Z`);

test("an amount is converted at the rate of its day, exactly", () => {
  expect(toBillingCurrency(euro, parseDollars("12.5"), on("2026-03-31"))).toEqual({
    currency: "EUR",
    amount: "11.516250000000",
  });
  expect(toBillingCurrency(euro, parseDollars("12.5"), on("2026-04-01")).amount).toBe(
    "10.625000000000",
  );
});

test("the twelfth decimal is rounded half away from zero", () => {
  const half = { code: "EUR", rates: [{ valid_from: "2026-01-01", per_dollar: "0.5" }] };

  expect(toBillingCurrency(half, picodollars(3n), on("2026-02-01")).amount).toBe("0.000000000002");
  expect(toBillingCurrency(half, picodollars(-3n), on("2026-02-01")).amount).toBe(
    "-0.000000000002",
  );
});

test("a day before the first rate has none, and the error says which", () => {
  const convert = (): unknown => toBillingCurrency(euro, parseDollars("1"), on("2025-12-31"));

  expect(convert).toThrow(HeadgateError);
  expect(convert).toThrow(/EUR on 2025-12-31/);
});
