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

test("what is billed beyond calls stands by itself in the forecast and the anomalies of a week", async () => {
  const report = await weekOf({ call_id: "a", started_at_ms: WEEK_BEFORE });
  const { anomalies, forecast } = report;
  const billed = {
    effective_cost: "9.000000000000",
    longer_lines: 0,
    longer_cost: "0.000000000000",
  };
  const page = weeklyPage({
    ...report,
    anomalies: { ...anomalies, beyond_calls: { ...billed, judgement: anomalies.judgement } },
    forecast: {
      ...forecast,
      beyond_calls: { ...billed, forecasts: forecast.forecasts },
      together: [{ period: "month", expected: "12.000000000000" }],
      bills_left_out: {
        ...{ because: "calls", lines: 2, providers: ["openai"] },
        effective_cost: "7.000000000000",
      },
    },
  });

  const textsOf = (id: string) =>
    page.sections
      .filter((section) => section.id === id)
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.kind === "text" ? [block.text] : []));
  expect(textsOf("anomalies")).toContainEqual(expect.stringMatching(/^Beyond calls: .*\$9\.00/));
  expect(textsOf("forecast")).toEqual([
    expect.stringMatching(/^Beyond calls: .*\$9\.00 by days/),
    "Calls and bills beyond them together: $12.00 expected of the month.",
    expect.stringMatching(/\$7\.00 in 2 lines, of the use of openai, are in no figure/),
  ]);
});
