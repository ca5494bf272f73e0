import type { FoundRate } from "@headgate/contract";
import { expect, test } from "vitest";
import { billed, called, dayMs, reconciled } from "./sides.fixture.ts";

const OTHER = "444455556666";
const billedTo = (account: string, price: bigint, day = 0) =>
  billed({ billingAccount: account, price, day });
const calledBy = (account: string, day = 0) => called({ account, day });
const FIRST = "111122223333";

test.each([
  ["at list price", 3_000_000n],
  ["at another discount", 2_400_000n],
])(
  "a discount of one account is taken over for none, since a second is billed %s",
  (_what, price) => {
    const report = reconciled({
      bills: [billedTo(FIRST, 2_700_000n), billedTo(OTHER, price)],
      calls: [calledBy(FIRST), calledBy(OTHER)],
    });

    expect(report.rates).toEqual([]);
    expect(report.rates_of_some_accounts[0]).toMatchObject({
      accounts: [FIRST],
      per_million: "2.700000",
      valid_from: "2026-07-01",
    });
  },
);

test("it does not help to ask for the account with the discount alone", () => {
  const sides = {
    bills: [billedTo(FIRST, 2_700_000n), billedTo(OTHER, 3_000_000n, 5)],
    calls: [calledBy(FIRST), calledBy(OTHER, 5)],
  };

  const report = reconciled(sides, { account: FIRST });
  expect(report.rates).toEqual([]);
  expect(report.rates_of_some_accounts).toMatchObject([{ accounts: [FIRST] }]);
  expect(reconciled(sides, { account: OTHER }).rates_of_some_accounts).toEqual([]);
});

test("a price that all accounts have is one rate of all of their cells", () => {
  const report = reconciled({
    bills: [billedTo(FIRST, 2_700_000n), billedTo(OTHER, 2_700_000n, 1)],
    calls: [calledBy(FIRST), calledBy(OTHER, 1)],
  });

  expect(report.rates).toMatchObject([
    { per_million: "2.700000", valid_from: "2026-07-01", valid_to: null, cells: 2 },
  ]);
  expect(report.rates_of_some_accounts).toEqual([]);
});

test("a rate that ended before another account was billed at list price holds for its days", () => {
  const report = reconciled({
    bills: [
      billedTo(FIRST, 2_700_000n),
      billedTo(FIRST, 3_000_000n, 3),
      billedTo(OTHER, 3_000_000n, 4),
    ],
    calls: [calledBy(FIRST), calledBy(FIRST, 3), calledBy(OTHER, 4)],
  });

  expect(report.rates).toMatchObject([
    { per_million: "2.700000", valid_from: "2026-07-01", valid_to: "2026-07-04" },
  ]);
});

test.each([
  ["keeps it", 2_700_000n],
  ["has a third price", 2_500_000n],
])("a rate of all accounts ends where one has another price and the other %s", (_what, price) => {
  const report = reconciled({
    bills: [
      billedTo(FIRST, 2_700_000n),
      billedTo(OTHER, 2_700_000n),
      billedTo(FIRST, 2_400_000n, 5),
      billedTo(OTHER, price, 5),
    ],
    calls: [calledBy(FIRST), calledBy(OTHER), calledBy(FIRST, 5), calledBy(OTHER, 5)],
  });

  expect(report.rates).toMatchObject([
    { per_million: "2.700000", valid_from: "2026-07-01", valid_to: "2026-07-06" },
  ]);
});

test("the mean of accounts that are compared together is a rate of nobody, and its note says so", () => {
  const report = reconciled({
    bills: [billedTo(FIRST, 2_700_000n), billedTo(OTHER, 2_400_000n)],
    calls: [called({ account: null, units: 2000n })],
  });

  expect(report.rates).toEqual([]);
  expect(report.cells[0]?.note).toBe(
    "15.0 % below list price, the mean of accounts with a price each",
  );
});

const taken: FoundRate = {
  provider: "bedrock",
  model: "claude",
  component: "input",
  tier: "standard",
  per_million: "2.700000",
  rounded: false,
  list_per_million: "3.000000",
  valid_from: "2026-07-01",
  valid_to: null,
  quantity: "1000",
  cost: "0.002700000000",
  cells: 1,
};

test("a rate that was taken over ends on the day that is billed at list price again", () => {
  const bills = [billed({ day: 4, price: 2_700_000n }), billed({ day: 5 }), billed({ day: 6 })];
  // Rated by what was taken over.
  const calls = [4, 5, 6].map((day) => called({ day, price: 2_700_000n }));

  expect(reconciled({ bills, calls }, { taken: [taken] }).rates).toEqual([
    { ...taken, valid_to: "2026-07-06" },
  ]);
  expect(reconciled({ bills, calls }).rates).toEqual([]);
});

test("a rate that was taken over goes on while bills have it, and ends where the next one begins", () => {
  const bills = [billed({ day: 4, price: 2_700_000n })];
  const calls = [called({ day: 4, price: 2_700_000n })];
  expect(reconciled({ bills, calls }, { taken: [taken] }).rates).toEqual([]);

  bills.push(billed({ day: 9, price: 2_400_000n }));
  calls.push(called({ day: 9, price: 2_700_000n }));
  expect(reconciled({ bills, calls }, { taken: [taken] }).rates).toMatchObject([
    { per_million: "2.400000", valid_from: "2026-07-10", valid_to: null },
    { per_million: "2.700000", valid_from: "2026-07-01", valid_to: "2026-07-10" },
  ]);
});

test("a price in another currency is no other price, and ends none that was taken over", () => {
  const inEuro = (day: number) =>
    billed({ billingAccount: OTHER, currency: "EUR", price: 2_500_000n, day });
  const bills = [billedTo(FIRST, 2_700_000n, 4), inEuro(4), inEuro(6)];

  const found = reconciled({ bills, calls: [calledBy(FIRST, 4)] });
  expect(found.rates).toMatchObject([{ per_million: "2.700000", valid_to: null }]);
  expect(found.rates_of_some_accounts).toEqual([]);

  const rerated = [called({ day: 4, price: 2_700_000n })];
  expect(reconciled({ bills, calls: rerated }, { taken: [taken] }).rates).toEqual([]);
});

test("a rate of the range itself is told as it is found, not a second time as one that ended", () => {
  const bills = [billed({ day: 0, price: 2_700_000n }), billed({ day: 5 })];
  const calls = [called({ day: 0 }), called({ dayMs: dayMs(5) })];

  expect(reconciled({ bills, calls }, { taken: [taken] }).rates).toMatchObject([
    { valid_from: "2026-07-01", valid_to: "2026-07-06", cells: 1 },
  ]);
});

test("the end of a rate that was taken over late is put right by the first day with another price, and never put off", () => {
  const bills = [billed({ day: 4, price: 2_700_000n }), billed({ day: 5 }), billed({ day: 6 })];
  const calls = [4, 5, 6].map((day) => called({ day, price: 2_700_000n }));
  const endedOn = (valid_to: string) =>
    reconciled({ bills, calls }, { taken: [{ ...taken, valid_to }] }).rates;

  expect(endedOn("2026-08-01")).toEqual([{ ...taken, valid_to: "2026-07-06" }]);
  expect(endedOn("2026-07-06")).toEqual([]);
  expect(endedOn("2026-07-03")).toEqual([]);
});
