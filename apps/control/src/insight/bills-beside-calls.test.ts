import { type BillLine, configSchema } from "@headgate/contract";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, onTestFinished, test } from "vitest";
import { measureAnomaly } from "../alarms/measure/measure-anomaly.ts";
import { measureForecast } from "../alarms/measure/measure-forecast.ts";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { anomalies } from "./anomalies.ts";
import { forecast } from "./forecast.ts";

const DAY_MS = 86_400_000;
const TODAY_MS = Date.parse("2026-11-16T00:00:00Z");
const NOW_MS = TODAY_MS + DAY_MS / 2;
const days = Array.from({ length: 90 }, (_, index) => 91 - index);
const week = {
  from: new Date(TODAY_MS - 7 * DAY_MS).toISOString(),
  to: new Date(TODAY_MS).toISOString(),
  grain: "day",
} as const;

const dayOf = (daysAgo: number): string =>
  new Date(TODAY_MS - daysAgo * DAY_MS).toISOString().slice(0, 10);

/** A day of a constructed endpoint's bill: no call tells of its machine. */
const machine = (daysAgo: number, cost = "1000"): BillLine => ({
  ...negotiatedLine(dayOf(daysAgo)),
  ...{ line_id: `machine ${daysAgo}`, source: "focus", statement: "focus:1111:2026" },
  billing_account_id: "1111",
  billing_period_start_ms: Date.parse("2026-01-01"),
  billing_period_end_ms: Date.parse("2027-01-01"),
  ...{ provider_name: "AWS", service_name: "Amazon SageMaker", sku_meter: "Host:ml.g5.xlarge" },
  ...{ category: "accelerators_serving", provider: undefined, model: undefined },
  ...{ component: undefined, component_quantity: undefined },
  ...{ consumed_quantity: cost, consumed_unit: "Hours" },
  ...{ billed_cost: cost, effective_cost: cost, attribution: {} },
});
/** A day of OpenAI's bill, which calls can explain. */
const tokens = (daysAgo: number): BillLine => ({
  ...negotiatedLine(dayOf(daysAgo)),
  ...{ statement: "openai_costs:org-1:2026", attribution: {} },
  billing_period_start_ms: Date.parse("2026-01-01"),
  billing_period_end_ms: Date.parse("2027-01-01"),
  ...{ billed_cost: "7", effective_cost: "7" },
});
const callOf = (daysAgo: number, provider = "openai") =>
  ledgerRow({
    call_id: `${provider} ${daysAgo}`,
    started_at_ms: TODAY_MS - daysAgo * DAY_MS + 3_600_000,
    provider,
    ...costing("3.000000000000"),
  });

async function ledgerOf(billLines: readonly BillLine[], rows: ReturnType<typeof callOf>[]) {
  const { store, close } = await openTemporaryLedger();
  onTestFinished(close);
  const number = await store.beginImport({ startedAtMs: 0, named: ["constructed"] });
  await store.addToImport({ import: number, sequence: 0, billLines });
  await store.finishImport({ import: number, finishedAtMs: 1, read: [], skips: [], warnings: [] });
  await store.append({ rows, cursors: [] });
  return store;
}
const daily = () => [...days, 1].map((daysAgo) => callOf(daysAgo));
const bills = () => days.flatMap((daysAgo) => [machine(daysAgo), tokens(daysAgo)]);
const yesterday = () => [callOf(1)];

test("what no call can tell is foretold beside the calls, and the bills that calls stand for are told", async () => {
  const ledger = await ledgerOf(bills(), daily());

  const report = await forecast(ledger, {}, NOW_MS);

  expect(report.billed).toBeUndefined();
  const [ofCalls] = report.forecasts;
  expect(ofCalls).toMatchObject({ kind: "forecast", expected: "90.000000000000" });
  expect(report.beyond_calls).toMatchObject({
    effective_cost: "90000.000000000000",
    longer_lines: 0,
    known_until: "2026-11-14T00:00:00.000Z",
    forecasts: [
      { kind: "forecast", spent: "13000.000000000000", expected: "30000.000000000000" },
      { period: "quarter" },
    ],
  });
  expect(report.together?.[0]).toEqual({ period: "month", expected: "30090.000000000000" });
  expect(report.bills_left_out).toEqual({
    because: "calls",
    effective_cost: "630.000000000000",
    lines: 90,
    providers: ["openai"],
  });
});

test("one call leaves what is billed beyond it foretold, and its own history too short", async () => {
  const ledger = await ledgerOf(bills(), yesterday());

  const report = await forecast(ledger, {}, NOW_MS);

  expect(report.forecasts[0]).toMatchObject({ kind: "history_too_short", known_days: 1 });
  expect(report.beyond_calls?.forecasts[0]).toMatchObject({ expected: "30000.000000000000" });
  expect(report.together).toEqual([]);
});

test("one call does not end an alarm on the forecast that bills can be measured for", async () => {
  const ledger = await ledgerOf(bills(), yesterday());
  const config = { name: "month-end", on: "forecast", above: "10000" };
  const alarmOf = (more = {}) => {
    const [alarm] = configSchema.parse({ alarms: [{ ...config, ...more }] }).alarms;
    if (alarm?.on !== "forecast") throw new TypeError("an alarm of another kind");
    return alarm;
  };
  const look = { nowMs: NOW_MS, isFiring: false };

  expect(await measureForecast(alarmOf(), ledger, look)).toMatchObject({
    isBeyond: true,
    measurement: {
      value: "30003.000000000000",
      unjudged: null,
      note: "calls $3.00 so far, not foretold before 28 days of them are known, and 1 is; 15 days are left; bills beyond calls $30,000.00; bills of the use of openai are not in it, calls stand for them",
    },
  });
  const filtered = await measureForecast(alarmOf({ filter: { team: "red" } }), ledger, look);
  expect(filtered).toMatchObject({
    isBeyond: undefined,
    measurement: { note: expect.stringMatching(/; bills are not in it, with a filter/) },
  });
});

test("a provider of which no source saw a call is billed beyond calls, whatever it is called here", async () => {
  const ledger = await ledgerOf(bills(), [callOf(1, "house")]);

  const apart = await forecast(ledger, {}, NOW_MS);
  expect(apart.beyond_calls?.effective_cost).toBe("90630.000000000000");
  expect(apart.bills_left_out).toBeUndefined();
  const named = await forecast(ledger, {}, NOW_MS, { house: "openai" });
  expect(named.beyond_calls?.effective_cost).toBe("90000.000000000000");
  expect(named.bills_left_out?.providers).toEqual(["openai"]);
});

test("of hours and with a filter, what bills there are is told to be left out", async () => {
  const ledger = await ledgerOf(bills(), yesterday());
  const all = { effective_cost: "90630.000000000000", lines: 180, providers: [] };

  const filtered = await forecast(ledger, { team: "red" }, NOW_MS);
  expect(filtered.beyond_calls).toBeUndefined();
  expect(filtered.bills_left_out).toEqual({ because: "filter", ...all });
  const hourly = await anomalies(ledger, { ...week, grain: "hour" }, NOW_MS);
  expect(hourly.beyond_calls).toBeUndefined();
  expect(hourly.bills_left_out).toMatchObject({ because: "hours", providers: [] });
});

test("calls without a bill say nothing of bills", async () => {
  const ledger = await ledgerOf([], daily());

  const report = await forecast(ledger, {}, NOW_MS);
  const found = await anomalies(ledger, week, NOW_MS);

  for (const answer of [report, found]) {
    expect(Object.keys(answer)).not.toContain("beyond_calls");
    expect(Object.keys(answer)).not.toContain("bills_left_out");
  }
});

test("a day of more machines is an anomaly of bills beside calls that are as usual, and alarms", async () => {
  const lines = days.map((daysAgo) =>
    machine(daysAgo, daysAgo === 4 ? "5000" : `100${daysAgo % 7}`),
  );
  const ledger = await ledgerOf(lines, daily());
  const { alarms } = configSchema.parse({
    alarms: [
      { name: "odd", on: "anomaly", grain: "day" },
      { name: "month-end", on: "forecast", above: "10000" },
    ],
  });
  const [odd, monthEnd] = alarms;
  if (odd?.on !== "anomaly" || monthEnd?.on !== "forecast") throw new TypeError("another kind");

  const report = await anomalies(ledger, week, NOW_MS);
  expect(report.judgement).toMatchObject({ kind: "judged", anomalies: [] });
  expect(report.beyond_calls?.judgement).toMatchObject({
    kind: "judged",
    anomalies: [{ of: "bills", direction: "above", cause: { kind: "named", part: "volume" } }],
  });
  const measured = await measureAnomaly(odd, ledger, NOW_MS);
  expect(measured.events).toMatchObject([
    { span: { slice: { dimension: "bills", value: "" }, direction: "above" } },
  ]);
  expect(measured.measurement.note).toMatch(/^spend of all these bills was \$5,000\.00.*quantity/);
  const month = await measureForecast(monthEnd, ledger, { nowMs: NOW_MS, isFiring: false });
  expect(month.isBeyond).toBe(true);
  expect(month.measurement.note).toContain("calls $90.00");
  expect(month.measurement.note).toMatch(/bills beyond calls \$\d\d,\d{3}\.\d\d$/);
});
