import { analyzeResultSchema } from "@headgate/contract";
import { formatDollars, parseDollars, sum } from "@headgate/money";
import { kpiNames } from "@headgate/planner";
import fc from "fast-check";
import { expect, test } from "vitest";
import { analysisOf, call, line } from "../analysis.fixture.ts";

const dollars = (text: string | undefined): number => Number(text);

test("each dollar is counted once, and currencies and the two costs stay apart", async () => {
  const result = await analysisOf({
    lines: [
      line("a", 0, { cost: "5", effective_cost: "4" }),
      line("b", 0, { cost: "3", category: "storage", provider: undefined }),
      line("c", 0, { cost: "7", category: "not_ai", provider: undefined, billing_currency: "EUR" }),
    ],
    calls: [call("covered", 0, { cost: "2.5" }), call("alone", 1, { cost: "0.25" })],
  });

  expect(analyzeResultSchema.parse(result)).toEqual(result);
  expect(
    result.spend.totals.map(({ currency, effective_cost, billed_cost }) => [
      currency,
      dollars(effective_cost),
      dollars(billed_cost),
    ]),
  ).toEqual([
    ["EUR", 7, 7],
    ["USD", 7.25, 8.25],
  ]);
  expect(
    result.spend.totals[1]?.by_basis.map(({ basis, effective_cost }) => [
      basis,
      dollars(effective_cost),
    ]),
  ).toEqual([
    ["bill", 7],
    ["calls", 0.25],
  ]);
  expect(result.period).toEqual({
    from: "2026-07-06T00:00:00.000Z",
    to: "2026-07-08T00:00:00.000Z",
  });
  expect(
    result.categories.map(({ category, currency, cost }) => [category, currency, dollars(cost)]),
  ).toEqual([
    ["not_ai", "EUR", 7],
    ["inference", "USD", 4.25],
    ["storage", "USD", 3],
  ]);
});

test("an unpriced call is named and in no cost, and what a call costs is not known without any price", async () => {
  const result = await analysisOf({
    calls: [
      call("a", 0, { cost: "2" }),
      call("b", 0, { cost: null }),
      call("c", 0, { cost: null, request_model: "gpt-next" }),
      call("d", 0, { cost: "0", outcome: "provider_error", usage: {} }),
    ],
  });

  expect(result.spend.unpriced.map(({ model, attempts }) => [model, attempts])).toEqual([
    ["gpt-5-mini", 1],
    ["gpt-next", 1],
  ]);
  expect(result.spend.totals[0]?.by_basis).toMatchObject([{ unpriced_attempts: 2 }]);
  expect(
    result.models.rows.map(({ model, calls, cost_per_call, cache_read_share, error_share }) => [
      model,
      calls,
      cost_per_call === null ? null : dollars(cost_per_call),
      cache_read_share,
      error_share,
    ]),
  ).toEqual([
    ["gpt-5-mini", 3, 0.666666666667, 0.4, 1 / 3],
    ["gpt-next", 1, null, 0.4, 0],
  ]);
  expect(result.kpis.find(({ name }) => name === "unpriced_spend")).toMatchObject({
    value: "2.000000000000",
    is_on_target: false,
  });
  expect(result.kpis.find(({ name }) => name === "cost_per_inference")).toMatchObject({
    is_on_target: null,
    note: expect.stringContaining("2 unpriced attempts are left out"),
  });
});

test("drivers name the first few, add up the others, and show what has no value and what only the bill knows", async () => {
  const team = (name: string) => ({ attribution: { team: name } });
  const result = await analysisOf(
    {
      lines: [line("a", 0, { cost: "20" })],
      calls: [
        call("a", 0, { cost: "6", ...team("red") }),
        call("b", 0, { cost: "5", ...team("blue") }),
        call("c", 0, { cost: "2", ...team("green") }),
        call("d", 0, { cost: "1", ...team("grey") }),
        call("e", 0, { cost: "4" }),
      ],
    },
    { dimensions: ["team"], top: 2 },
  );

  expect(result.drivers).toMatchObject([{ dimension: "team", left_out: 2 }]);
  expect(
    result.drivers[0]?.rows.map(({ kind, group, cost, share, change }) => [
      kind,
      group,
      dollars(cost),
      share,
      change,
    ]),
  ).toEqual([
    ["value", "red", 6, 0.3, null],
    ["value", "blue", 5, 0.25, null],
    ["rest", null, 3, 0.15, null],
    ["unallocated", null, 4, 0.2, null],
    ["not_seen", null, 2, 0.1, null],
  ]);
  expect(result.kpis.find(({ name }) => name === "reconciled_share")).toMatchObject({
    value: "0.900000000000",
    is_on_target: false,
  });
});

test("halves of the same length are compared, and lines across their edges are counted, not spread", async () => {
  const result = await analysisOf({
    lines: [
      line("month", 0, {
        cost: "9",
        charge_period_end_ms: Date.UTC(2026, 6, 11),
        provider: undefined,
      }),
    ],
    calls: [
      call("first", 0, { cost: "8" }),
      call("b", 1, { cost: "2" }),
      call("c", 4, { cost: "3" }),
    ],
  });

  expect(result.comparison).toEqual({
    before: { from: "2026-07-07T00:00:00.000Z", to: "2026-07-09T00:00:00.000Z" },
    after: { from: "2026-07-09T00:00:00.000Z", to: "2026-07-11T00:00:00.000Z" },
    lines_across_the_halves: 1,
  });
  const mini = result.drivers[0]?.rows.find(({ group }) => group === "gpt-5-mini");
  expect(
    [mini?.cost, mini?.change]
      .flatMap((part) => (typeof part === "string" ? [part] : Object.values(part ?? {})))
      .map(dollars),
  ).toEqual([13, 2, 3, 1]);
  const [byModel] = result.movers;
  expect([byModel?.by, byModel?.total.change, byModel?.drivers[0]?.value]).toEqual([
    "model",
    "1.000000000000",
    "gpt-5-mini",
  ]);
  const cost = result.kpis.find(({ name }) => name === "cost_per_inference");
  expect(cost).toMatchObject({
    before: "2.000000000000",
    after: "3.000000000000",
    trend: "rising",
  });
});

test("what moved the bills is told by service, and by what lines have a value of, to the cent", async () => {
  const hours = (consumed_quantity: string) => ({ consumed_quantity, consumed_unit: "Hours" });
  const endpoint = { service_name: "Endpoints", attribution: { team: "vision" } };
  const result = await analysisOf({
    lines: [
      line("a", 0, { ...endpoint, ...hours("10"), cost: "20" }),
      line("b", 2, { ...endpoint, ...hours("15"), cost: "60" }),
      line("c", 3, { service_name: "Search", cost: "4" }),
    ],
  });

  expect(result.movers).toEqual([]);
  expect(result.bill_movers.map(({ by }) => by)).toEqual(["service_name", "team"]);
  const [byService] = result.bill_movers;
  expect(byService?.drivers.map(({ value, change }) => [value, dollars(change)])).toEqual([
    ["Endpoints", 40],
    ["Search", 4],
  ]);
  expect(byService?.total.parts).toMatchObject({
    volume: "15.000000000000",
    price: "25.000000000000",
    new: "4.000000000000",
  });
});

test("without a call or a bill there is no total, no zero, and a word on what would fill each part", async () => {
  const result = await analysisOf({});

  expect(result).toMatchObject({
    period: null,
    comparison: null,
    spend: { totals: [] },
    models: { rows: [] },
  });
  expect(result.kpis.map(({ name }) => name)).toEqual(kpiNames);
  expect(new Set(result.kpis.map(({ kind }) => kind))).toEqual(new Set(["unknown"]));
  expect(result.next.map(({ command }) => command)).toEqual(["headgate analyze PATH"]);
});

test("what drives spend adds up to all of it, whatever was read", async () => {
  const amount = fc
    .bigInt({ min: 0n, max: 10n ** 15n })
    .map((value) => formatDollars(sum([value as never])));
  const team = fc.constantFrom(undefined, "red", "blue", "green", "grey");
  const rows = fc.array(fc.record({ amount, team, day: fc.nat(9), isBill: fc.boolean() }), {
    minLength: 1,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(rows, async (content) => {
      const attributionOf = (name: string | undefined) => ({
        attribution: name === undefined ? {} : { team: name },
      });
      const result = await analysisOf(
        {
          lines: content.flatMap(({ amount: cost, team: name, day, isBill }, index) =>
            isBill ? [line(`${index}`, day, { cost, ...attributionOf(name) })] : [],
          ),
          calls: content.flatMap(({ amount: cost, team: name, day, isBill }, index) =>
            isBill ? [] : [call(`${index}`, day, { cost, ...attributionOf(name) })],
          ),
        },
        { top: 2 },
      );

      const [total] = result.spend.totals;
      for (const { rows: drivers } of result.drivers) {
        const added = formatDollars(sum(drivers.map(({ cost }) => parseDollars(cost))));
        expect(added).toBe(total?.effective_cost);
      }
      const categories = sum(result.categories.map(({ cost }) => parseDollars(cost)));
      expect(formatDollars(categories)).toBe(total?.effective_cost);
    }),
    { numRuns: 12 },
  );
});
