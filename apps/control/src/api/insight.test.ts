import {
  anomaliesReport,
  driversReport,
  forecastReport,
  kpisReport,
  type LedgerRow,
} from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const DAY_MS = 86_400_000;
const TODAY_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS;
/** Days ago on which one team spent tenfold. */
const PLANTED = 4;

/** One constructed call a team and day; the red team's is dear on one day because it has many tokens. */
function constructedRow(daysAgo: number, team: string): LedgerRow {
  const many = team === "red" && daysAgo === PLANTED;
  const tokens = (many ? 2000 : 100) + (daysAgo % 3);
  const cost = formatDollars(picodollars(BigInt(tokens) * 1_000_000_000n));
  return ledgerRow({
    call_id: `${team}-${daysAgo}`,
    started_at_ms: TODAY_MS - daysAgo * DAY_MS + 3_600_000,
    attribution: { team },
    usage: { input: tokens },
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines: [
        {
          component: "input",
          quantity: tokens,
          unit_price: "0.001000000000",
          list_cost: cost,
          price_record: "constructed",
        },
      ],
    },
    baseline_cost: cost,
  });
}

const day = (daysAgo: number): string => new Date(TODAY_MS - daysAgo * DAY_MS).toISOString();
const asked = (fromDaysAgo: number, toDaysAgo: number) =>
  `from=${day(fromDaysAgo)}&to=${day(toDaysAgo)}`;

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  const days = Array.from({ length: 90 }, (_, index) => index + 1);
  const rows = days.flatMap((ago) => ["red", "blue"].map((team) => constructedRow(ago, team)));
  await control.ledger.append({ rows, cursors: [] });
});
afterAll(() => control.close());

test("drivers are the values that moved the cost, each change divided into parts", async () => {
  const range = asked(PLANTED, PLANTED - 1);
  const report = await control.read(`/api/drivers?${range}&by=team`, driversReport.strict());

  expect(report.before).toEqual({ from: day(PLANTED + 1), to: day(PLANTED) });
  expect(report.drivers[0]).toMatchObject({
    value: "red",
    before: "0.102000000000",
    after: "2.001000000000",
    change: "1.899000000000",
    parts: { tokens_per_call: "1.899000000000", price: "0.000000000000" },
  });
  expect(report.total.change).toBe("1.898000000000");
  expect(report.unpriced_attempts).toEqual({ before: 0, after: 0 });
});

test("an anomaly comes with its dollars and its cause", async () => {
  const path = `/api/anomalies?${asked(30, 0)}`;
  const { judgement } = await control.read(path, anomaliesReport.strict());

  expect(judgement).toMatchObject({
    kind: "judged",
    judged_points: 30,
    points: expect.toSatisfy((points: readonly unknown[]) => points.length === 30),
    anomalies: [
      {
        start: day(PLANTED),
        end: day(PLANTED - 1),
        direction: "above",
        slice: { dimension: "team", value: "red" },
        cost: "2.001000000000",
        cause: { kind: "named", dimension: "team", values: ["red"], part: "tokens_per_call" },
      },
    ],
  });
});

test("what is too short a history for anomalies is said, with what is needed", async () => {
  const path = `/api/anomalies?${asked(85, 75)}`;
  const { judgement } = await control.read(path, anomaliesReport.strict());

  expect(judgement).toEqual({ kind: "history_too_short", needed_days: 29, known_days: 15 });
});

test("the month and the quarter are foretold, with the error of the past", async () => {
  const { forecasts, unpriced_attempts } = await control.read(
    "/api/forecast?team=blue",
    forecastReport.strict(),
  );

  expect(unpriced_attempts).toBe(0);
  expect(forecasts.map(({ period, kind }) => [period, kind])).toEqual([
    ["month", "forecast"],
    ["quarter", "forecast"],
  ]);
  const [month] = forecasts;
  if (month?.kind !== "forecast") throw new TypeError("90 days are enough");
  expect(month.interval).not.toBeNull();
  expect(month.back_test?.mean_absolute_error).toBeLessThan(0.02);
});

test("KPIs are worked out from calls, and those that calls do not tell say what they need", async () => {
  const report = await control.read(`/api/kpis?${asked(20, 10)}`, kpisReport.strict());
  const byName = new Map(report.kpis.map((kpi) => [kpi.name, kpi]));

  expect(byName.get("cost_per_inference")).toMatchObject({ kind: "known", target: "falling" });
  expect(byName.get("unpriced_spend")).toMatchObject({
    kind: "known",
    value: "0.000000000000",
    is_on_target: true,
  });
  expect(byName.get("cost_per_outcome")).toMatchObject({
    kind: "unknown",
    reason: "no outcome of the period was sent",
    needs: expect.stringContaining("outcomes"),
  });
  expect(byName.get("reconciled_share")).toMatchObject({
    kind: "unknown",
    reason: "no bill of the period is loaded: headgate import PATH",
  });
});

test("outcomes with calls behind them make the KPIs of outcomes known, with their trend", async () => {
  const sent = (id: string, daysAgo: number) => ({
    id,
    name: "ticket_resolved",
    occurred_at: new Date(TODAY_MS - daysAgo * DAY_MS + 2 * 3_600_000).toISOString(),
    accepted: true,
    call_ids: [`red-${daysAgo}`],
  });
  await control.ledger.addOutcomes({
    outcomes: [sent("now", 61), sent("before", 66)],
    atMs: NOW_MS,
  });

  const { kpis } = await control.read(`/api/kpis?${asked(65, 60)}`, kpisReport.strict());
  const of = (name: string) => kpis.find((kpi) => kpi.name === name);
  // 101 and 100 tokens at a tenth of a cent each.
  expect(of("cost_per_outcome")).toMatchObject({
    kind: "known",
    value: "0.101000000000",
    before: "0.100000000000",
    trend: "steady",
    is_on_target: true,
  });
  expect(of("token_efficiency")).toMatchObject({
    kind: "known",
    before: "10.000000000000",
    trend: "steady",
  });
});

test("a filtered question about outcomes is told of those that pass it, and of no others", async () => {
  const alone = (id: string) => ({
    id,
    name: "ticket_resolved",
    occurred_at: new Date(TODAY_MS - 71 * DAY_MS).toISOString(),
    accepted: true,
    team: "red",
    session: "nowhere",
  });
  await control.ledger.addOutcomes({ outcomes: [alone("a"), alone("b")], atMs: NOW_MS });
  const reason = async (filter: string) => {
    const path = `/api/kpis?${asked(72, 70)}${filter}`;
    const { kpis } = await control.read(path, kpisReport.strict());
    return kpis.find(({ name }) => name === "cost_per_outcome");
  };

  expect(await reason("&team=red")).toMatchObject({
    reason: "none of the 2 outcomes of the period that pass the filter is joined to calls",
  });
  expect(await reason("&team=blue")).toMatchObject({
    reason: "no outcome of the period passes the filter",
  });
  expect(await reason("")).toMatchObject({
    reason: "none of the 2 outcomes of the period is joined to calls",
  });
});

/** An attempt an hour into a day long before the others, which cost so many dollars. */
function attemptOf(callId: string, dollars: string | null, change: Partial<LedgerRow>): LedgerRow {
  const row = constructedRow(300, "green");
  return {
    ...row,
    row_id: `${callId}:${change.attempt ?? 0}`,
    call_id: callId,
    charge: {
      ...row.charge,
      ...(dollars === null && { confidence: "unknown", lines: [], reason: "no price" }),
      list_cost: dollars,
      contracted_cost: dollars,
      effective_cost: dollars,
      billed_cost: dollars,
    },
    baseline_cost: dollars,
    ...change,
  };
}

test("a call costs its provider the same per inference whether another one is unpriced or not", async () => {
  const first = {
    provider: "openai",
    account_id: "a",
    final: false,
    outcome: "timed_out",
  } as const;
  const ten = Array.from({ length: 10 }, (_, index) => index);
  await control.ledger.append({
    rows: ten.flatMap((index) => [
      attemptOf(`direct-${index}`, "1.000000000000", { provider: "openai" }),
      attemptOf(`moved-${index}`, "0.500000000000", first),
      attemptOf(`moved-${index}`, "7.000000000000", { provider: "anthropic", attempt: 1 }),
    ]),
    cursors: [],
  });
  const costPerInference = async () => {
    const path = `/api/kpis?${asked(301, 299)}&provider=openai`;
    const { kpis } = await control.read(path, kpisReport.strict());
    return kpis.find(({ name }) => name === "cost_per_inference");
  };

  const allPriced = await costPerInference();
  await control.ledger.append({
    rows: [attemptOf("unpriced", null, { provider: "openai" })],
    cursors: [],
  });

  expect(allPriced).toMatchObject({ kind: "known", value: "0.750000000000" });
  expect(await costPerInference()).toMatchObject({ kind: "known", value: "0.750000000000" });
});

test("what has no baseline or no cost is in no savings rate", async () => {
  const moved = {
    started_at_ms: TODAY_MS - 500 * DAY_MS,
    savings: [{ lever: "route" as const, amount: null }],
  };
  await control.ledger.append({
    rows: [
      attemptOf("saved", "1.000000000000", { ...moved, baseline_cost: "2.000000000000" }),
      attemptOf("no-reference", "1.000000000000", { ...moved, baseline_cost: null }),
      attemptOf("no-price", null, { ...moved, baseline_cost: "70.000000000000" }),
    ],
    cursors: [],
  });

  const { kpis } = await control.read(`/api/kpis?${asked(501, 499)}`, kpisReport.strict());

  expect(kpis.find(({ name }) => name === "savings_rate")).toMatchObject({
    value: "0.500000000000",
    note: expect.stringContaining("1 attempt whose saving is not known is left out"),
  });
});

test("what of the cost behind KPIs is simulated is told", async () => {
  const real = attemptOf("real", "1.000000000000", { started_at_ms: TODAY_MS - 400 * DAY_MS });
  const played = attemptOf("played", "9.000000000000", {
    started_at_ms: real.started_at_ms,
    simulated: true,
  });
  await control.ledger.append({ rows: [real, played], cursors: [] });

  const report = await control.read(`/api/kpis?${asked(402, 398)}`, kpisReport.strict());

  expect(report.simulated_cost).toEqual({ before: "0.000000000000", after: "9.000000000000" });
});

test("KPIs have a course of as many parts as the range has days", async () => {
  const report = await control.read(`/api/kpis?${asked(20, 10)}&grain=day`, kpisReport.strict());

  expect(report.course).toHaveLength(10);
  expect(report.course?.[0]).toMatchObject({ from: day(20), to: day(19) });
  expect(report.course?.[0]?.values).toMatchObject({
    unpriced_spend: "0.000000000000",
    cost_per_outcome: null,
  });
  const many = await control.ask(`/api/kpis?${asked(80, 10)}&grain=day`);
  await expectError(many, 400, "request_invalid");
});

test("a range that runs backwards, one of many years and a misspelt filter are refused", async () => {
  await expectError(await control.ask(`/api/kpis?${asked(1, 5)}`), 400, "request_invalid");
  await expectError(await control.ask(`/api/anomalies?${asked(900, 1)}`), 400, "request_invalid");
  await expectError(await control.ask(`/api/forecast?teem=red`), 400, "request_invalid");
});
