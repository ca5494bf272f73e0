import { expect, test } from "vitest";
import { rowsBeside } from "./bills-before.ts";
import { billsOf } from "./bills-model.ts";
import { type Bills, billSpanOf } from "./query.ts";

const DAY_MS = 86_400_000;
const FROM_MS = Date.parse("2026-10-01T00:00:00Z");

const costs = (currency: string, cost: string) => ({
  billing_currency: currency,
  lines: 1,
  billed_cost: cost,
  effective_cost: cost,
  list_cost: "0.000000000000",
  lines_without_list_cost: 1,
  contracted_cost: "0.000000000000",
  lines_without_contracted_cost: 1,
});
const line = (group: string | null, currency: string, cost: string) => ({
  group,
  ...costs(currency, cost),
});
const step = (group: string | null, currency: string, cost: string, isOther = false) => ({
  start: new Date(FROM_MS + DAY_MS).toISOString(),
  is_other: isOther,
  ...line(group, currency, cost),
});
const bills: Bills = {
  question: { by: "category", span: "all", cost: "effective" },
  span: { fromMs: FROM_MS, toMs: FROM_MS + 2 * DAY_MS },
  grain: "day",
  overTime: {
    rows: [
      step("inference", "EUR", "7.000000000000"),
      step("inference", "USD", "3.000000000000"),
      step(null, "USD", "-1.000000000000"),
    ],
    lines_seen_elsewhere: 0,
  },
  lines: {
    rows: [
      line("inference", "EUR", "7.000000000000"),
      line("inference", "USD", "3.000000000000"),
      line(null, "USD", "-1.000000000000"),
    ],
    left_out: 0,
    lines_seen_elsewhere: 0,
  },
  spend: {
    rows: [],
    totals: [],
    covered_in_other_currencies: { attempts: 0, cost: "0.000000000000" },
    lines_across_the_range: [],
    bills_ending_within_a_day: [],
    simulated_lines: [],
    simulated_cost: "0.000000000000",
  },
};

test("currencies stand apart, credits count against the total, and no list cost is a dash", () => {
  expect(billsOf(bills)).toMatchObject([
    {
      currency: "USD",
      total: "$2.00",
      rows: [
        { label: "Inference", effective: "$3.00", list: "–", length: 1 },
        { label: "No category", effective: "−$1.00", list: "–", length: 0 },
      ],
      points: [{ whole: "$0.00" }, { whole: "$2.00" }],
    },
    { currency: "EUR", total: "EUR 7.00" },
  ]);
});

test("a total and its shares are of every line, and each currency tells what its own rows leave out", () => {
  const many = {
    ...bills,
    overTime: {
      ...bills.overTime,
      rows: [
        step("a", "USD", "100.000000000000"),
        { ...step(null, "USD", "5900.000000000000", true), lines: 59 },
        step("a", "EUR", "7.000000000000"),
      ],
    },
    lines: {
      ...bills.lines,
      rows: [line("a", "USD", "100.000000000000"), line("a", "EUR", "7.000000000000")],
      left_out: 59,
    },
  };

  expect(billsOf(many)).toMatchObject([
    {
      currency: "USD",
      total: "$6,000.00",
      lines: 60,
      notShown: { lines: 59, cost: "$5,900.00" },
      rows: [{ share: "1.7%" }],
    },
    { currency: "EUR", total: "EUR 7.00", lines: 1, notShown: undefined },
  ]);
});

test("all bills are looked at in whole months, and none at all in no span", () => {
  const state = {
    source: "focus" as const,
    first_at: "2026-09-17T00:00:00Z",
    last_at: "2026-10-02T00:00:00Z",
  };
  const states = [{ ...state, skips: [] }] as unknown as Parameters<typeof billSpanOf>[0];

  expect(billSpanOf(states, "all", FROM_MS)).toEqual({
    fromMs: Date.parse("2026-09-01T00:00:00Z"),
    toMs: Date.parse("2026-11-01T00:00:00Z"),
  });
  expect(billSpanOf([], "30d", FROM_MS)).toBeUndefined();
});

test("what is compared has the time before beside it: what grew, what is new and what is gone", () => {
  const whole = { ...step(null, "USD", "5.000000000000", true), lines: 2 };
  const compared = (left_out: number) =>
    billsOf({
      ...bills,
      earlier: {
        lines: {
          rows: [
            line("inference", "USD", "2.000000000000"),
            line("storage", "USD", "3.000000000000"),
          ],
          left_out,
          lines_seen_elsewhere: 0,
        },
        whole: { rows: [whole], lines_seen_elsewhere: 0 },
      },
    });

  expect(compared(0)).toMatchObject([
    {
      currency: "USD",
      before: { lines: 2, cost: "$5.00", change: "−60%" },
      gone: { groups: 1, cost: "$3.00" },
      rows: [
        { label: "Inference", before: "$2.00", change: "+50%" },
        { label: "No category", before: undefined, change: "new" },
      ],
    },
    // Nobody knows that nothing was spent where there is no bill.
    { currency: "EUR", before: { lines: 0 }, gone: undefined, rows: [{ change: undefined }] },
  ]);
  expect(compared(4)).toMatchObject([
    { gone: undefined, rows: [{ change: "+50%" }, { before: undefined, change: undefined }] },
    {},
  ]);
});

test("a currency of the time before alone is told too", () => {
  const gone = billsOf({
    ...bills,
    earlier: {
      lines: {
        rows: [line("speech", "GBP", "4.000000000000")],
        left_out: 0,
        lines_seen_elsewhere: 0,
      },
      whole: { rows: [step(null, "GBP", "4.000000000000")], lines_seen_elsewhere: 0 },
    },
  }).find(({ currency }) => currency === "GBP");

  expect(gone).toMatchObject({
    total: "GBP 0.00",
    lines: 0,
    before: { cost: "GBP 4.00", change: "−100%" },
    gone: { groups: 1, cost: "GBP 4.00" },
  });
});

test("a file has what each group cost before, and nothing where that is not known", () => {
  const [grown, fresh] = [line("inference", "USD", "3.000000000000"), line(null, "USD", "1.0")];
  const earlier = {
    lines: {
      rows: [line("inference", "EUR", "9.0"), line("inference", "USD", "2.000000000000")],
      left_out: 0,
      lines_seen_elsewhere: 0,
    },
    whole: { rows: [], lines_seen_elsewhere: 0 },
  };

  expect(rowsBeside([grown, fresh], earlier)).toEqual([
    { ...grown, effective_cost_before: "2.000000000000", billed_cost_before: "2.000000000000" },
    { ...fresh, effective_cost_before: null, billed_cost_before: null },
  ]);
  expect(rowsBeside([grown], undefined)).toEqual([grown]);
});
