import { expect, test } from "vitest";
import { billedForAi, billedRows } from "./billed-model.ts";

const row = (group: string | null, currency: string, billed: string, effective = billed) => ({
  group,
  billing_currency: currency,
  lines: 2,
  billed_cost: billed,
  effective_cost: effective,
  list_cost: "0.000000000000",
  lines_without_list_cost: 2,
  contracted_cost: "0.000000000000",
  lines_without_contracted_cost: 2,
});
const categories = {
  rows: [
    row("not_ai", "USD", "1000.000000000000"),
    row("inference", "USD", "7.000000000000", "6.500000000000"),
    row("storage", "USD", "0.250000000000"),
    row("inference", "EUR", "3.000000000000"),
  ],
  left_out: 0,
  lines_seen_elsewhere: 0,
};

test("what was billed for AI leaves out the rest of the bill, and adds up no two currencies", () => {
  expect(billedForAi(categories)).toEqual([
    { currency: "USD", effective: "$6.75", billed: "$7.25", lines: 4 },
    { currency: "EUR", effective: "EUR 3.00", billed: "EUR 3.00", lines: 2 },
  ]);
});

test("a group is named for people, and lines without a value are a group too", () => {
  expect(billedRows("category", categories).map(({ label, billed }) => [label, billed])).toEqual([
    ["Apart: no AI, the rest of the bill", "$1,000.00"],
    ["Inference", "$7.00"],
    ["Storage", "$0.250"],
    ["Inference", "EUR 3.00"],
  ]);
  const [team] = billedRows("team", {
    ...categories,
    rows: [row(null, "USD", "1.000000000000")],
  });
  expect(team).toMatchObject({ key: "USD none", label: "No team", filterValue: "" });
});
