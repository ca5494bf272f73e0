import { reconcileReport } from "@headgate/contract";
import { parseDollars, sum } from "@headgate/money";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billed, called, DAY_MS, dayMs, names, reconciled } from "./sides.fixture.ts";
import type { Sides } from "./sides.ts";

/** Cause, reason and picodollars of every cause of the first group. */
const causes = (sides: Partial<Sides>) =>
  reconciled(sides).groups.flatMap(({ causes: rows }) =>
    rows.map(({ cause, reason, amount }) => [cause, reason, parseDollars(amount)]),
  );
const priced = (units: bigint, price = 3_000_000n) => units * price;

describe("one planted fault is found by its kind", () => {
  const clean = [1, 2, 3].map((day) => ({
    bill: billed({ day, units: 10_000n }),
    call: called({ day, units: 10_000n }),
  }));
  const bills = clean.map(({ bill }) => bill);
  const calls = clean.map(({ call }) => call);

  test("none: all is reconciled", () => {
    const report = reconciled({ bills, calls });
    expect(report.groups[0]).toMatchObject({ causes: [], reconciled_share: "1.000000" });
    expect(report.is_on_target).toBe(true);
  });

  test.each([
    [
      "a model that no source saw",
      { bills: [billed({ model: "nova" })] },
      "coverage",
      "not_called",
      priced(1000n),
    ],
    [
      "a call that no line names",
      { calls: [called({ day: 2, model: "nova" })] },
      "coverage",
      "not_billed",
      -priced(1000n),
    ],
    [
      "calls of a day before the bill's first",
      { calls: [called({ day: 0 })] },
      "coverage",
      "no_bill_for_day",
      -priced(1000n),
    ],
    [
      "calls that a source lost",
      { bills: [billed({ day: 1, units: 7n })] },
      "quantity",
      "more_billed",
      priced(7n),
    ],
    [
      "calls that came twice",
      { calls: [called({ day: 1, units: 7n })] },
      "quantity",
      "more_called",
      -priced(7n),
    ],
    [
      "a batch that was rated as standard",
      {
        bills: [billed({ model: "b", price: 1_500_000n, tier: "batch" })],
        calls: [called({ model: "b" })],
      },
      "rate",
      "tier",
      -priced(1000n, 1_500_000n),
    ],
    [
      "a batch of which the bill does not tell",
      {
        bills: [billed({ model: "b", price: 1_500_000n, tier: null })],
        calls: [called({ model: "b" })],
      },
      "rate",
      "tier",
      -priced(1000n, 1_500_000n),
    ],
    [
      "a geography that costs more",
      {
        bills: [billed({ model: "b", price: 3_300_000n })],
        calls: [called({ model: "b", scope: "global" })],
      },
      "rate",
      "region",
      priced(1000n, 300_000n),
    ],
    [
      "a negotiated discount",
      { bills: [billed({ model: "b", price: 2_700_000n })], calls: [called({ model: "b" })] },
      "rate",
      "discount",
      -priced(1000n, 300_000n),
    ],
    [
      "a price that went up",
      {
        bills: [billed({ model: "b", price: 4_000_000n })],
        calls: [called({ model: "b", scope: "global" })],
      },
      "rate",
      "price",
      priced(1000n, 1_000_000n),
    ],
    [
      "calls without a price",
      { bills: [billed({ model: "b" })], calls: [called({ model: "b", cost: null })] },
      "rate",
      "unpriced",
      priced(1000n),
    ],
    [
      "a tax",
      { bills: [billed({ kind: "tax", quantity: null, cost: 5n })] },
      "non_usage",
      "tax",
      5n,
    ],
    [
      "a credit",
      { bills: [billed({ kind: "credit", quantity: null, cost: -5n })] },
      "non_usage",
      "credit",
      -5n,
    ],
    [
      "support",
      { bills: [billed({ kind: "support", quantity: null, cost: 5n })] },
      "non_usage",
      "support",
      5n,
    ],
    [
      "an unused commitment",
      { bills: [billed({ kind: "commitment", quantity: null, cost: 5n })] },
      "non_usage",
      "commitment",
      5n,
    ],
    [
      "a line without a model",
      { bills: [billed({ model: null, component: null, quantity: null, cost: 5n })] },
      "unexplained",
      "no_model",
      5n,
    ],
    [
      "a line without a quantity",
      {
        bills: [billed({ model: "b", quantity: null, cost: 5n })],
        calls: [called({ model: "b", cost: 3n })],
      },
      "unexplained",
      "no_quantity",
      2n,
    ],
  ] as const)("%s", (_what, fault, cause, reason, amount) => {
    const sides = {
      bills: [...bills, ...("bills" in fault ? fault.bills : [])],
      calls: [...calls, ...("calls" in fault ? fault.calls : [])],
    };
    expect(causes(sides)).toEqual([[cause, reason, amount]]);
  });

  test("calls of a day without a line, which the bill covers all the same", () => {
    const { provider, billingAccount, subAccount, currency } = billed();
    const covered = { provider, billingAccount, subAccount, currency, dayMs: dayMs(2) };
    const sides = {
      bills: [1, 3].map((day) => billed({ day })),
      calls: [called({ day: 1 }), called({ day: 2, model: "b" }), called({ day: 3 })],
    };
    expect(causes(sides)).toEqual([["coverage", "no_bill_for_day", -priced(1000n)]]);
    expect(causes({ ...sides, coveredDays: [covered] })).toEqual([
      ["coverage", "not_billed", -priced(1000n)],
    ]);
  });

  test("a midnight in another time zone", () => {
    const late = { day: 1, model: "b" };
    const report = reconciled({
      bills: [...bills, billed({ ...late, units: 600n }), billed({ ...late, day: 2, units: 400n })],
      calls: [...calls, called(late)],
    });
    expect(report.groups[0]?.causes).toEqual([
      {
        cause: "timing",
        reason: "shifted",
        amount: "0.000000000000",
        gross: "0.002400000000",
        cells: 2,
      },
    ]);
    expect(report.groups[0]?.reconciled_share).toBe("1.000000");
  });

  test("a bill in another currency", () => {
    const report = reconciled({ bills: [billed({ currency: "EUR" })], calls });
    expect(report.groups).toMatchObject([
      { currency: "EUR", calls: "0.000000000000", causes: [{ reason: "other_currency" }] },
    ]);
    expect(report.calls_without_bill.providers).toEqual(["bedrock"]);
  });
});

test("a bill that charges reasoning as output is compared with both", () => {
  const bills = [billed({ component: "output", units: 30n })];
  const calls = [
    called({ component: "output", units: 10n }),
    called({ component: "reasoning", units: 20n }),
  ];
  expect(causes({ bills, calls })).toEqual([]);
});

test("calls are compared with a charge period that is longer than a day", () => {
  const bills = [billed({ startMs: dayMs(0), endMs: dayMs(31), units: 20n })];
  const calls = [called({ day: 3, units: 10n }), called({ day: 30, units: 10n })];
  expect(causes({ bills, calls })).toEqual([]);
});

test("accounts stay apart, and are together where calls name none", () => {
  const bills = [billed(), billed({ billingAccount: "444455556666" })];
  const apart = reconciled({ bills, calls: [called(), called({ account: "999999999999" })] });
  expect(apart.groups.map(({ accounts }) => accounts)).toEqual([
    ["111122223333"],
    ["444455556666"],
  ]);
  expect(apart.calls_without_bill.calls_cost).toBe("0.003000000000");

  const together = reconciled({
    bills,
    calls: [called({ provider: "our-aws", account: null, units: 2000n })],
  });
  expect(together.groups).toMatchObject([
    { accounts: ["111122223333", "444455556666"], causes: [], reconciled_share: "1.000000" },
  ]);
});

test("a provider's own sum stands beside what no call explains", () => {
  const report = reconciled({
    bills: [billed()],
    totals: [
      {
        provider: "bedrock",
        startMs: dayMs(0),
        endMs: dayMs(0) + DAY_MS,
        model: "claude",
        component: "input",
        quantity: 1000n * 10n ** 12n,
      },
    ],
  });
  expect(report.cells[0]).toMatchObject({ bill_quantity: "1000", provider_quantity: "1000" });
  expect(report.is_on_target).toBe(false);
});

test("lines without a quantity are compared by the provider's own sum of their day", () => {
  const total = {
    provider: "bedrock",
    startMs: dayMs(0),
    endMs: dayMs(0) + DAY_MS,
    model: "claude",
    component: "input",
    quantity: 1000n * 10n ** 12n,
  } as const;
  const uncounted = { quantity: null, units: 500n };
  const bills = [
    billed({ ...uncounted, subAccount: "red" }),
    billed({ ...uncounted, subAccount: "blue" }),
  ];
  const calls = [called({ units: 900n })];

  const known = reconciled({ bills, calls, totals: [total] });
  expect(known.cells[0]?.parts).toEqual([
    { cause: "quantity", reason: "more_billed", amount: "0.000300000000" },
  ]);
  expect(reconciled({ bills, calls }).cells[0]?.parts).toMatchObject([{ cause: "unexplained" }]);
  // Of two tiers one sum tells neither.
  const tiers = [billed({ ...uncounted, tier: "batch" }), billed(uncounted)];
  expect(reconciled({ bills: tiers, calls, totals: [total] }).cells[0]?.parts).toMatchObject([
    { cause: "unexplained" },
  ]);
});

test("where only some calls tell how long a cache lives, all of its writes are compared together", () => {
  const report = reconciled({
    bills: [billed({ component: "cache_write_5m" })],
    calls: [
      called({ component: "cache_write_5m", units: 400n }),
      called({ component: "cache_write", units: 600n }),
    ],
  });

  expect(report.cells).toEqual([]);
  expect(report.groups[0]?.reconciled_share).toBe("1.000000");
});

test("99 % exactly is not above the target", () => {
  const sides = { bills: [billed({ units: 100n })], calls: [called({ units: 99n })] };
  expect(reconciled(sides)).toMatchObject({
    is_on_target: false,
    totals: [{ reconciled_share: "0.990000" }],
  });
});

test("a negotiated rate is found with its days, and ends where the next begins", () => {
  const bills = [
    billed({ day: 0, price: 2_700_000n }),
    billed({ day: 1, price: 2_700_000n }),
    billed({ day: 2, price: 2_400_000n }),
  ];
  const calls = [0, 1, 2].map((day) => called({ day }));
  expect(reconciled({ bills, calls }).rates).toMatchObject([
    {
      per_million: "2.700000",
      list_per_million: "3.000000",
      valid_from: "2026-07-01",
      valid_to: "2026-07-03",
      quantity: "2000",
      cells: 2,
      rounded: false,
    },
    { per_million: "2.400000", valid_from: "2026-07-03", valid_to: null, cells: 1 },
  ]);
});

test("a negotiated rate ends where the bill is at list price again", () => {
  const bills = [1, 2, 3].map((day) => billed({ day, price: 2_400_000n }));
  for (let day = 4; day <= 30; day += 1) bills.push(billed({ day }));
  const calls = bills.map(({ startMs }) => called({ dayMs: startMs }));

  expect(reconciled({ bills, calls }).rates).toMatchObject([
    { per_million: "2.400000", valid_from: "2026-07-02", valid_to: "2026-07-05", cells: 3 },
  ]);
});

test("days at list price between two at a negotiated rate are in neither of its entries", () => {
  const bills = [billed({ day: 0, price: 2_400_000n }), billed({ day: 10 })];
  bills.push(billed({ day: 20, price: 2_400_000n }));
  const calls = [0, 10, 20].map((day) => called({ day }));

  expect(reconciled({ bills, calls }).rates).toMatchObject([
    { per_million: "2.400000", valid_from: "2026-07-01", valid_to: "2026-07-11", cells: 1 },
    { per_million: "2.400000", valid_from: "2026-07-21", valid_to: null, cells: 1 },
  ]);
});

test("a day that was rated at the negotiated rate already does not end it", () => {
  const bills = [0, 1, 2].map((day) => billed({ day, price: 2_400_000n }));
  const calls = [0, 1, 2].map((day) => called({ day, price: day === 1 ? 2_400_000n : 3_000_000n }));

  expect(reconciled({ bills, calls }).rates).toMatchObject([
    { per_million: "2.400000", valid_from: "2026-07-01", valid_to: null, cells: 2 },
  ]);
});

test("lines at list price in two tiers make no rate, and each tier is compared by itself", () => {
  const bills = [billed({ units: 1100n }), billed({ tier: "batch", price: 1_500_000n })];
  const calls = [called(), called({ tier: "batch", price: 1_500_000n })];

  const totals = [
    {
      ...{ provider: "bedrock", model: "claude", component: "input" as const },
      ...{ startMs: dayMs(0), endMs: dayMs(1), quantity: 2_100n * 10n ** 12n },
    },
  ];

  expect(causes({ bills, calls })).toEqual([["quantity", "more_billed", priced(100n)]]);
  const report = reconciled({ bills, calls, totals });
  expect(report.rates).toEqual([]);
  // The provider's own sum is of both tiers together.
  expect(report.cells).toMatchObject([
    { bill_tiers: ["standard"], bill_quantity: "1100", provider_quantity: null },
  ]);
});

test("a rate of one tier is found beside another tier at list price", () => {
  const bills = [billed({ price: 2_400_000n }), billed({ tier: "batch", price: 1_500_000n })];
  const calls = [called(), called({ tier: "batch", price: 1_500_000n })];

  expect(reconciled({ bills, calls }).rates).toMatchObject([
    { tier: "standard", per_million: "2.400000", cells: 1 },
  ]);
});

test.each([
  [
    "tiers of which the bill does not tell",
    [billed({ tier: null, units: 1100n }), billed({ tier: null, price: 1_500_000n })],
    [called(), called({ tier: "batch", price: 1_500_000n })],
  ],
  [
    "scopes",
    [billed({ scope: "global", units: 1100n }), billed({ scope: "geo", price: 3_300_000n })],
    [called({ scope: "global" }), called({ scope: "geo", price: 3_300_000n })],
  ],
])("what is billed for several %s together names no rate", (_what, bills, calls) => {
  const report = reconciled({ bills, calls });

  expect(report.rates).toEqual([]);
  expect(report.groups[0]?.causes.map(({ reason }) => reason).sort()).toEqual([
    "more_billed",
    "unnamed",
  ]);
  expect(report.cells[0]?.note).toMatch(/together/);
});

test("where the price depends on the prompt's length, calls of several lengths name no rate", () => {
  const bills = [billed({ units: 2100n, cost: 1100n * 3_000_000n + 1000n * 6_000_000n })];
  const calls = [called({ units: 2000n, cost: 1000n * 3_000_000n + 1000n * 6_000_000n })];
  const listPrices = () => [
    {
      tier: "standard",
      scope: "global",
      place: undefined,
      unitPrice: 3_000_000n,
      dependsOnLength: true,
    },
  ];

  const report = reconciled({ bills, calls }, { listPrices });

  expect(report.rates).toEqual([]);
  expect(report.cells[0]?.note).toMatch(/length/);
});

test("calls are compared by the tier that their provider's word stands for", () => {
  const bills = [billed({ price: 2_400_000n }), billed({ model: "b", tier: "priority" })];
  const calls = [called({ tier: "ON_DEMAND" }), called({ model: "b", tier: "fast" })];
  const tiers: Record<string, string> = { ON_DEMAND: "standard", fast: "priority" };

  const report = reconciled(
    { bills, calls },
    { names: { ...names, tier: ({ word }) => tiers[word] ?? word } },
  );

  expect(report.cells.map(({ model, parts }) => [model, parts[0]?.reason])).toEqual([
    ["claude", "discount"],
  ]);
  expect(report.rates).toMatchObject([{ tier: "standard", per_million: "2.400000" }]);
});

const word = fc.constantFrom("a", "b", null);
const component = fc.constantFrom(
  "input",
  "output",
  "reasoning",
  "cache_write",
  "cache_write_1h",
  null,
);
const quantity = fc.option(fc.bigInt({ min: 0n, max: 10n ** 20n }));
const account = fc.constantFrom("1", "2", null);
const anyBill = fc.record({
  day: fc.nat({ max: 4 }),
  days: fc.constantFrom(1, 1, 1, 3),
  model: word,
  component,
  quantity,
  billingAccount: account,
  tier: fc.constantFrom("standard", "batch", null),
  kind: fc.constantFrom("usage", "usage", "usage", "tax", "credit"),
  currency: fc.constantFrom("USD", "USD", "EUR"),
  cost: fc.bigInt({ min: -(10n ** 8n), max: 10n ** 15n }),
});
const anyCall = fc.record({
  day: fc.nat({ max: 5 }),
  model: word,
  component,
  quantity,
  account,
  tier: fc.constantFrom("batch", null),
  cost: fc.option(fc.bigInt({ min: 0n, max: 10n ** 15n })),
});

test("whatever both sides say, the parts add up to the difference to the picodollar", () => {
  fc.assert(
    fc.property(
      fc.array(anyBill, { maxLength: 25 }),
      fc.array(anyCall, { maxLength: 25 }),
      (bills, calls) => {
        const report = reconciled({
          bills: bills.map(({ day, days, ...fields }) =>
            billed({ ...fields, startMs: dayMs(day), endMs: dayMs(day + days) }),
          ),
          calls: calls.map((fields) => called(fields)),
        });
        reconcileReport.strict().parse(report);
        const bill = sum(report.groups.map((group) => parseDollars(group.bill)));
        const own = sum(report.groups.map((group) => parseDollars(group.calls)));
        const others = parseDollars(report.calls_without_bill.calls_cost);
        expect(bill).toBe(bills.reduce((total, { cost }) => total + cost, 0n));
        expect(own + others).toBe(calls.reduce((total, { cost }) => total + (cost ?? 0n), 0n));
        for (const group of report.groups) {
          expect(sum(group.causes.map(({ amount }) => parseDollars(amount)))).toBe(
            parseDollars(group.difference),
          );
          const timing = group.causes.filter(({ cause }) => cause === "timing");
          expect(sum(timing.map(({ amount }) => parseDollars(amount)))).toBe(0n);
        }
        for (const cell of report.cells) {
          expect(sum(cell.parts.map(({ amount }) => parseDollars(amount)))).toBe(
            parseDollars(cell.bill_cost) - parseDollars(cell.calls_cost),
          );
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("a shift of any part of the days' calls is timing and nothing else", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.bigInt({ min: 2n, max: 10n ** 9n }), fc.integer({ min: 1, max: 99 })), {
        minLength: 2,
        maxLength: 6,
      }),
      (days) => {
        const late = days.map(([units, percent], day) =>
          day === days.length - 1 ? 0n : (units * BigInt(percent)) / 100n,
        );
        // A day between that agrees by chance ends a run: it may as well be two faults.
        fc.pre(late.every((units, day) => units === 0n || units !== late[day - 1]));
        const bills = days.map(([units], day) =>
          billed({ day, units: units - (late[day] ?? 0n) + (late[day - 1] ?? 0n) }),
        );
        const calls = days.map(([units], day) => called({ day, units }));
        const found = causes({ bills, calls });
        expect(found.filter(([cause]) => cause !== "timing")).toEqual([]);
      },
    ),
  );
});
