import { type ChangeWire, changeParts, type DriversReport } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { movedBy, movedParts, sumCheck, waterfallOf } from "./view-model.ts";

const NONE = formatDollars(picodollars(0n));
const noParts = Object.fromEntries(changeParts.map((part) => [part, NONE])) as ChangeWire["parts"];
const nothing: ChangeWire = { before: NONE, after: NONE, change: NONE, parts: noParts };
const range = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-08T00:00:00.000Z" };
const reportOf = (total: ChangeWire): DriversReport => ({
  by: "model",
  before: range,
  after: range,
  total,
  drivers: [],
  others: nothing,
  unpriced_attempts: { before: 0, after: 0 },
});

test("the way leads from the cost before over each part that moved to the cost now", () => {
  const report = reportOf({
    before: "10.000000000000",
    after: "12.000000000000",
    change: "2.000000000000",
    parts: { ...noParts, volume: "3.000000000000", cache: "-1.000000000000" },
  });

  expect(waterfallOf(report).map(({ name, text, kind }) => [name, text, kind])).toEqual([
    ["Before", "$10.00", "whole"],
    ["Volume", "+$3.00", "more"],
    ["Cache", "−$1.00", "less"],
    ["Now", "$12.00", "whole"],
  ]);
  expect(movedParts(report)).toEqual(["volume", "cache"]);
  expect(movedBy(report.total)).toBe("+20%");
});

test("parts that add up are said to, for any amounts, and a picodollar too much is not", () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(-(10n ** 15n), 10n ** 15n), { minLength: 8, maxLength: 8 }),
      fc.bigInt(0n, 10n ** 15n),
      (amounts, before) => {
        const change = amounts.reduce((total, amount) => total + amount, 0n);
        const wire = (amount: bigint): string => formatDollars(picodollars(amount));
        const total = (extra: bigint): ChangeWire => ({
          before: wire(before),
          after: wire(before + change),
          change: wire(change),
          parts: Object.fromEntries(
            changeParts.map((part, index) => [
              part,
              wire((amounts[index] as bigint) + (index === 0 ? extra : 0n)),
            ]),
          ) as ChangeWire["parts"],
        });

        expect(sumCheck(reportOf(total(0n))).equal).toBe(true);
        expect(sumCheck(reportOf(total(1n))).equal).toBe(false);
      },
    ),
  );
});
