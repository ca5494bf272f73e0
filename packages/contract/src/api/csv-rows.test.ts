import { expect, test } from "vitest";
import { csvOf } from "../csv.ts";
import { csvRowsOf } from "./csv-rows.ts";
import { reconcileReport } from "./reconcile.ts";

test("nested members are named with a point, lists are JSON, and what is absent is empty", () => {
  const rows = csvRowsOf("/api/drivers", {
    drivers: [{ value: "a", change: "1.000000000000", parts: { volume: "1.0" } }],
    others: { change: "0.0" },
    total: { change: "1.0", names: ["x", "y"] },
  });

  expect(csvOf(rows ?? [])).toBe(
    [
      "row,value,change,parts.volume,names",
      "driver,a,1.000000000000,1.0,",
      "others,,0.0,,",
      'total,,1.0,,"[""x"",""y""]"',
      "",
    ].join("\r\n"),
  );
});

test("each price is a row that repeats its model", () => {
  const rows = csvRowsOf("/api/prices", {
    models: [{ provider: "p", model: "m", records: [{ price: "1" }, { price: "2" }] }],
  });

  expect(rows).toEqual([
    { provider: "p", model: "m", price: "1" },
    { provider: "p", model: "m", price: "2" },
  ]);
  expect(csvRowsOf("/api/status", {})).toBeUndefined();
});

test("a task keeps what it says, and its pool's own models and way before labels stand apart", () => {
  const rows = csvRowsOf("/api/routing", {
    pools: [
      {
        policy: "support",
        models: ["a", "b"],
        day_one: "tiers",
        fingerprints: [{ fingerprint: "f", models: [{ model: "a", labels: 3 }], day_one: null }],
      },
    ],
  });

  expect(rows).toEqual([
    {
      policy: "support",
      fingerprint: "f",
      "pool.models": '["a","b"]',
      "pool.day_one": "tiers",
      models: '[{"model":"a","labels":3}]',
      day_one: null,
    },
  ]);
});

test("each cause of a reconciliation is a row that says whose bill it is of", () => {
  const zero = "0.000000000000";
  const cause = { cause: "timing", reason: "shifted", amount: zero, gross: "1.000000000000" };
  const report = reconcileReport.parse({
    from: "2026-11-01T00:00:00Z",
    to: "2026-11-02T00:00:00Z",
    groups: [
      {
        provider: "openai",
        accounts: ["a"],
        currency: "USD",
        bill: zero,
        calls: zero,
        difference: zero,
        usage_bill: zero,
        reconciled_share: null,
        causes: [{ ...cause, cells: 2 }],
      },
    ],
    totals: [],
    target: "0.990000",
    is_on_target: null,
    cells: [],
    cells_left_out: 0,
    rates: [],
    rates_of_some_accounts: [],
    calls_without_bill: { calls_cost: zero, providers: [] },
    unpriced_attempts: 0,
    lines_across_the_range: [],
    lines_not_about_ai: [],
    bills_ending_within_a_day: [],
  });

  expect(csvRowsOf("/api/reconcile", report)).toEqual([
    { provider: "openai", accounts: '["a"]', currency: "USD", ...cause, cells: 2 },
  ]);
});
