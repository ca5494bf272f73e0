import { changeParts } from "@headgate/contract";
import { type Picodollars, picodollars, subtract, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type BilledCell, decomposeBilled, topBillDrivers } from "./bill-drivers.ts";
import { wireBillDrivers } from "./wire-bill-drivers.ts";

const DOLLAR = 10n ** 12n;
const dollars = (amount: bigint): Picodollars => picodollars(amount * DOLLAR);

type Side = BilledCell["before"];
const nothing: Side = { lines: 0, cost: picodollars(0n), quantity: 0n };
const billed = (cost: bigint, quantity: bigint | null): Side => ({
  lines: 1,
  cost: dollars(cost),
  quantity: quantity === null ? null : quantity * DOLLAR,
});
const cell = (service: string | null, before: Side, after: Side): BilledCell => ({
  values: { service_name: service },
  before,
  after,
});

const side: fc.Arbitrary<Side> = fc.oneof(
  fc.constant(nothing),
  fc.record({
    lines: fc.integer({ min: 1, max: 9 }),
    cost: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 18n }).map(picodollars),
    quantity: fc.option(fc.bigInt({ min: -5n, max: 10n ** 20n })),
  }),
);
const cells = fc.array(
  fc.tuple(fc.constantFrom("a", "b", "c", null), side, side).map((of) => cell(...of)),
  { maxLength: 12 },
);

test("drivers and others add up to what bills changed by, part by part, to the picodollar", () => {
  fc.assert(
    fc.property(cells, (all) => {
      const { total, drivers, others } = topBillDrivers(all, "service_name", 2);

      const costs = (of: "before" | "after") => sum(all.map((each) => each[of].cost));
      expect(total.change).toBe(subtract(costs("after"), costs("before")));
      expect(sum(Object.values(total.parts))).toBe(total.change);
      for (const part of changeParts) {
        expect(sum([...drivers, others].map(({ parts }) => parts[part]))).toBe(total.parts[part]);
      }
    }),
    { numRuns: 100 },
  );
});

test("a change of one thing alone is its part alone", () => {
  const moved = (before: Side, after: Side) => {
    const { parts } = decomposeBilled([cell("a", before, after)]);
    return changeParts
      .filter((part) => parts[part] !== 0n)
      .map((part) => [part, parts[part] / DOLLAR]);
  };

  expect(moved(billed(10n, 5n), billed(20n, 10n))).toEqual([["volume", 10n]]);
  expect(moved(billed(10n, 5n), billed(20n, 5n))).toEqual([["price", 10n]]);
  // Half as many hours at twice the rate: what each of them moved takes back what the other did.
  expect(moved(billed(16n, 8n), billed(16n, 4n))).toEqual([
    ["volume", -12n],
    ["price", 12n],
  ]);
  expect(moved(nothing, billed(7n, 1n))).toEqual([["new", 7n]]);
  expect(moved(billed(7n, 1n), nothing)).toEqual([["gone", -7n]]);
  expect(moved(billed(7n, null), billed(9n, 1n))).toEqual([["other", 2n]]);
});

test("by service all bills are told, also those that cannot be compared; by another dimension what has one", () => {
  const range = { from: "2026-11-01T00:00:00Z", to: "2026-11-08T00:00:00Z" };
  const about = { before: range, after: range, limit: 5 };
  const none = { cells: [], leftOut: 0, otherLines: 0, linesInOtherCurrencies: 0 };
  const unnamed = { ...none, cells: [cell(null, billed(1n, 1n), billed(3n, 1n))] };
  const tell = (bills: typeof unnamed | typeof none, by: "service_name" | "team") =>
    wireBillDrivers(bills, { ...about, by });

  expect(tell(none, "service_name")).toBeUndefined();
  expect(tell(unnamed, "service_name")?.drivers).toMatchObject([
    { value: null, change: "2.000000000000" },
  ]);
  expect(tell(unnamed, "team")).toBeUndefined();
  const elsewhere = { ...none, linesInOtherCurrencies: 4 };
  expect(tell(elsewhere, "service_name")).toMatchObject({
    drivers: [],
    lines_in_other_currencies: 4,
  });
});
