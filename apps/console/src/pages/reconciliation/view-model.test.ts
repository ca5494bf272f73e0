import type { ReconcileReport, ReconciliationCell } from "@headgate/contract";
import { expect, test } from "vitest";
import { causeRows, differenceBars, wireShareText } from "./view-model.ts";

const cell = (
  start: string,
  model: string,
  parts: ReconciliationCell["parts"],
): ReconciliationCell => ({
  provider: "openai",
  accounts: [],
  currency: "USD",
  start: `${start}T00:00:00.000Z`,
  end: `${start}T23:59:59.000Z`,
  model,
  component: "input",
  bill_cost: "1.000000000000",
  calls_cost: "1.000000000000",
  bill_quantity: null,
  calls_quantity: null,
  provider_quantity: null,
  bill_tiers: [],
  calls_tiers: [],
  parts,
  note: null,
});
const rate = (amount: string) => ({ cause: "rate", reason: "price", amount }) as const;
const tax = (amount: string) => ({ cause: "non_usage", reason: "tax", amount }) as const;
const report = {
  groups: [
    { currency: "USD", causes: [{ ...rate("0.100000000000"), gross: "0.300000000000", cells: 2 }] },
    { currency: "USD", causes: [{ ...rate("0.200000000000"), gross: "0.200000000000", cells: 1 }] },
    { currency: "EUR", causes: [{ ...tax("5.000000000000"), gross: "5.000000000000", cells: 1 }] },
  ],
  cells: [
    cell("2026-11-02", "small", [rate("0.100000000000"), tax("9.000000000000")]),
    cell("2026-11-01", "large", [rate("0.200000000000")]),
    cell("2026-11-01", "small", [rate("-0.050000000000")]),
  ],
} as unknown as ReconcileReport;
const reconciliation = {
  question: { span: "all", cost: "effective", provider: undefined } as const,
  span: { fromMs: Date.parse("2026-11-01"), toMs: Date.parse("2026-12-01") },
  report,
};

test("kinds of difference are added up over groups, currencies apart", () => {
  expect(causeRows(report, "USD")).toEqual([
    {
      cause: "rate",
      reason: "price",
      amount: 300_000_000_000n,
      gross: 500_000_000_000n,
      cells: 3,
    },
  ]);
});

test("differences are gathered by day in order, or by model with the largest first, without what is not drawn", () => {
  const bars = (split: "day" | "model") =>
    differenceBars(reconciliation, "USD", split, new Set(["rate"] as const)).map(
      ({ label, sum }) => [label, sum],
    );

  expect(bars("day")).toEqual([
    ["1 Nov", 150_000_000_000n],
    ["2 Nov", 100_000_000_000n],
  ]);
  expect(bars("model")).toEqual([
    ["large", 200_000_000_000n],
    ["small", 50_000_000_000n],
  ]);
});

test("a share that is not known is a dash", () => {
  expect([wireShareText("0.928348"), wireShareText(null)]).toEqual(["92.8%", "–"]);
  expect(wireShareText("0.989953", "0.990000")).toBe("98.99%");
});
