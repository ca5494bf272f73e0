import type { SharedReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { sharedOf } from "./shared-model.ts";

type Row = SharedReport["rows"][number];

const row = (group: string | null, more: Partial<Row> = {}): Row => ({
  group,
  currency: "USD",
  own: "3.000000000000",
  shared: "0.000000000000",
  parts: [],
  total: "3.000000000000",
  ...more,
});
const total = {
  currency: "USD",
  own: "9.000000000000",
  shared: "3.000000000000",
  total: "12.000000000000",
};

test("each team has its own, its part by name of the rule, and what no team is known for stands last", () => {
  const platform = { rule: "platform", cost: "2.000000000000" };
  const support = { rule: "support", cost: "1.000000000000" };
  const rows = [
    row(null),
    row("blue", { shared: "3.000000000000", parts: [platform, support], total: "6.000000000000" }),
    row("red", { shared: "1.000000000000", parts: [support], total: "4.000000000000" }),
  ];

  expect(sharedOf({ rows, totals: [total] })).toEqual([
    {
      currency: "USD",
      lines: [
        {
          key: "=blue",
          label: "blue",
          own: "$3.00",
          shared: "$3.00",
          rules: "platform $2.00, support $1.00",
          total: "$6.00",
        },
        {
          key: "=red",
          label: "red",
          own: "$3.00",
          shared: "$1.00",
          rules: "support",
          total: "$4.00",
        },
        {
          key: "none",
          label: "Unallocated",
          own: "$3.00",
          shared: "$0.00",
          rules: "",
          total: "$3.00",
        },
      ],
      all: { own: "$9.00", shared: "$3.00", total: "$12.00" },
    },
  ]);
});

test("currencies stand apart", () => {
  const parts = [{ rule: "platform", cost: "1.000000000000" }];
  const rows = [row("red", { parts }), row("red", { currency: "EUR", parts })];

  expect(
    sharedOf({ rows, totals: [total, { ...total, currency: "EUR" }] })?.map(
      ({ currency, lines, all }) => [currency, lines.length, all.total],
    ),
  ).toEqual([
    ["USD", 1, "$12.00"],
    ["EUR", 1, "EUR 12.00"],
  ]);
});

test("where no rule splits anything there is no table", () => {
  expect(sharedOf({ rows: [row("red"), row(null)], totals: [total] })).toBeUndefined();
  expect(sharedOf({ rows: [], totals: [] })).toBeUndefined();
});
