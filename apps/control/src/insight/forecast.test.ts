import { forecastReport } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const DAY_MS = 86_400_000;

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

test("a forecast says how much of the history that it rests on is simulated", async () => {
  const rowAt = (call_id: string, daysAgo: number, cost: string, simulated: boolean) =>
    ledgerRow({ call_id, started_at_ms: NOW_MS - daysAgo * DAY_MS, simulated, ...costing(cost) });
  await control.ledger.append({
    rows: [rowAt("a", 3, "2.000000000000", true), rowAt("b", 2, "5.000000000000", false)],
    cursors: [],
  });

  const report = await control.read("/api/forecast", forecastReport.strict());

  expect(report.history).toEqual({
    effective_cost: "7.000000000000",
    simulated_cost: "2.000000000000",
  });
});
