import { type WeeklyReport, weeklyReport } from "@headgate/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";
import { weeklyPage, weeklySentence } from "./weekly-page.ts";

const THIS_WEEK = Date.parse("2026-11-17T12:00:00Z");
const WEEK_BEFORE = Date.parse("2026-11-10T12:00:00Z");
const unpriced = {
  charge: {
    confidence: "unknown" as const,
    list_cost: null,
    contracted_cost: null,
    effective_cost: null,
    billed_cost: null,
    lines: [],
  },
  baseline_cost: null,
};

let control: OpenApp;
beforeEach(async () => {
  control = await openApp();
});
afterEach(() => control.close());

const weekOf = async (
  ...rows: readonly Parameters<typeof ledgerRow>[0][]
): Promise<WeeklyReport> => {
  await control.ledger.append({ rows: rows.map((row) => ledgerRow(row)), cursors: [] });
  return control.read("/api/reports/weekly?to=2026-11-23T00:00:00Z", weeklyReport);
};

test("a week without a known cost is not fifty dollars cheaper than the week before", async () => {
  const report = await weekOf(
    { call_id: "a", started_at_ms: THIS_WEEK, ...unpriced },
    { call_id: "b", started_at_ms: WEEK_BEFORE, ...costing("50.000000000000") },
  );

  expect(weeklySentence(report)).toBe(
    "Calls of 2026-11-16 to 2026-11-22 cost an unknown amount; what that is against the week before is not known.",
  );
});

test("spend without a known price is no spend of nothing, beside bills too", async () => {
  const report = await weekOf(
    { call_id: "a", started_at_ms: THIS_WEEK, ...unpriced },
    { call_id: "b", started_at_ms: WEEK_BEFORE, ...costing("50.000000000000") },
    { call_id: "c", started_at_ms: WEEK_BEFORE, ...unpriced },
  );

  expect(report.spend?.period.totals).toMatchObject([{ currency: "USD", unpriced_attempts: 1 }]);
  const [, together] = weeklyPage(report)
    .sections.flatMap(({ blocks }) => blocks)
    .filter((block) => block.kind === "table");
  expect(together).toMatchObject({
    caption: "Bills and calls together, each dollar once",
    rows: [{ cells: ["USD", "unknown", "≥ $50.00"] }],
  });
});
