import {
  type AlarmStatus,
  alarmKpis,
  alarmListResponse,
  alarmMessageSchema,
  type BillLine,
  type LedgerRow,
} from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { kpiDefinitions, kpiNames } from "@headgate/planner";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { openReceiver, type Receiver } from "../notifiers/receiver.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";
import { areAllOff } from "./measure/measure-kpi.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00Z");
const DAY_MS = 86_400_000;
const TODAY_MS = Date.parse("2026-11-23T00:00:00Z");

/**
 * One constructed call a day at one in the morning, a tenth of a dollar each, half of its input read from a
 * cache. Yesterday the red team spent twenty times that, and since noon yesterday the cache is hardly hit.
 */
function constructedRow(daysAgo: number): LedgerRow {
  const tokens = (daysAgo === 1 ? 2000 : 100) + (daysAgo % 3);
  const cached = daysAgo === 0 ? 5 : Math.floor(tokens / 2);
  const cost = formatDollars(picodollars(BigInt(tokens) * 1_000_000_000n));
  return ledgerRow({
    call_id: `day-${daysAgo}`,
    started_at_ms: TODAY_MS - daysAgo * DAY_MS + 3_600_000,
    attribution: { team: "red" },
    usage: { input: tokens - cached, cache_read: cached },
    ...costing(cost),
  });
}

/** A constructed bill line of yesterday. */
const line: BillLine = {
  line_id: "1",
  source: "openai_costs",
  statement: "openai_costs:org-1:2026-11-01",
  billing_account_id: "org-1",
  billing_period_start_ms: Date.parse("2026-11-01"),
  billing_period_end_ms: Date.parse("2026-12-01"),
  charge_period_start_ms: TODAY_MS - DAY_MS,
  charge_period_end_ms: TODAY_MS,
  charge_category: "usage",
  provider_name: "OpenAI",
  billing_currency: "USD",
  billed_cost: "4",
  effective_cost: "4",
  tags: {},
  category: "inference",
  provider: "openai",
  model: "gpt-test",
  component: "input",
  component_quantity: "1000",
  attribution: {},
};

/** What an export of simulated calls is when it is read back; in a currency of its own. */
const simulatedLine: BillLine = {
  ...line,
  line_id: "simulated",
  source: "focus",
  statement: "focus:simulated:org-1:2026-11-01",
  billing_currency: "CHF",
};

const MONTH_MS = Date.parse("2026-11-01");
/** What was billed for the month's first day, and for the month as a whole; in a currency of its own. */
const firstOfMonth: readonly BillLine[] = [DAY_MS, 30 * DAY_MS].map((lengthMs, index) => ({
  ...line,
  line_id: `first-${index}`,
  statement: "openai_costs:org-2:2026-11-01",
  billing_account_id: "org-2",
  charge_period_start_ms: MONTH_MS,
  charge_period_end_ms: MONTH_MS + lengthMs,
  billing_currency: "GBP",
}));

let control: OpenApp;
let webhook: Receiver;
let nowMs: number;
beforeAll(async () => {
  control = await openApp();
  const days = Array.from({ length: 90 }, (_, index) => index);
  const failed = ledgerRow({
    call_id: "failed",
    started_at_ms: TODAY_MS + 3_600_000,
    outcome: "timed_out",
    status: 504,
    attribution: { team: "blue" },
  });
  await control.ledger.append({ rows: [...days.map(constructedRow), failed], cursors: [] });
  const number = await control.ledger.beginImport({ startedAtMs: NOW_MS, named: [] });
  await control.ledger.addToImport({
    import: number,
    sequence: 0,
    billLines: [line, simulatedLine, ...firstOfMonth],
  });
  await control.ledger.finishImport({
    import: number,
    finishedAtMs: NOW_MS - 2 * DAY_MS,
    read: [{ source: "openai_costs", files: 1, rows: 1, skipped: 0 }],
    skips: [],
    warnings: [],
  });
});
afterAll(() => control.close());
beforeEach(async () => {
  nowMs = NOW_MS;
  webhook = await openReceiver();
});
afterEach(async () => {
  await control.state.keepAlarms([]);
  await webhook.close();
});

const watching = (alarm: Readonly<Record<string, unknown>>) =>
  control.another({
    nowMs: () => nowMs,
    config: {
      console_url: "https://headgate.example.com",
      alarms: [{ name: "a", notify: ["hook"], ...alarm }],
      notifiers: { hook: { kind: "webhook", url: webhook.url } },
    },
  });
const statusOf = async (app: ReturnType<typeof watching>): Promise<AlarmStatus> => {
  const [first] = (await app.read("/api/alarms", alarmListResponse.strict())).alarms;
  if (first === undefined) throw new Error("no alarm");
  return first;
};
const looked = async (alarm: Readonly<Record<string, unknown>>): Promise<AlarmStatus> => {
  const app = watching(alarm);
  await app.alarms.tick();
  return statusOf(app);
};
const texts = () => webhook.received.map((body) => alarmMessageSchema.parse(body).text);

test("an anomaly is told once, with its dollars, its cause and where to look, also across restarts", async () => {
  const alarm = { on: "anomaly", above: "0.50" };
  const app = watching(alarm);
  await app.alarms.tick();
  nowMs += 20 * 60_000;
  await app.alarms.tick();
  await watching(alarm).alarms.tick();

  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toMatch(
    /^The alarm a fires: unusual spend by day, \$1\.\d+ beyond what was expected from 2026-11-22T00:00:00\.000Z to 2026-11-23T00:00:00\.000Z\. Spend was \$2\.00, \$0\.\d+ was expected; /,
  );
  expect(alarmMessageSchema.parse(webhook.received[0])).toMatchObject({
    kind: "fired",
    link: "https://headgate.example.com/anomalies?from=2026-11-16T00%3A00%3A00.000Z&to=2026-11-23T00%3A00%3A00.000Z&grain=day",
  });
  expect(await statusOf(app)).toMatchObject({ state: "firing", remind_every_hours: null });

  nowMs += DAY_MS;
  await app.alarms.tick();
  expect(texts()).toHaveLength(1);
  expect(await statusOf(app)).toMatchObject({ state: "ok" });
});

test("anomalies that are too small, or to the other side, are not told", async () => {
  expect(await looked({ on: "anomaly", above: "5" })).toMatchObject({
    state: "ok",
    last: { unjudged: null, note: expect.stringContaining("no anomaly") },
  });
  await looked({ on: "anomaly", direction: "below" });
  expect(texts()).toEqual([]);
});

test("without enough history an anomaly cannot be measured, which is not ok", async () => {
  expect(await looked({ on: "anomaly", filter: { team: "blue" } })).toMatchObject({
    state: null,
    last: { unjudged: "cannot_be_measured", note: expect.stringContaining("29 days") },
  });
});

test("a KPI fires when it is off its target for as many periods as were asked for", async () => {
  const kpi = { on: "kpi", kpi: "cache_hit_rate", window: "24h" };

  expect(await looked({ ...kpi, filter: { team: "red" } })).toMatchObject({
    state: "firing",
    unit: "ratio",
    condition: "off its target: above 30 %",
    last: { value: "0.050000000000" },
  });
  expect(await looked({ ...kpi, name: "b", filter: { team: "red" }, periods: 2 })).toMatchObject({
    state: "ok",
  });
});

test("a KPI is held against the rule's own target where it gives one", async () => {
  const kpi = { on: "kpi", kpi: "cache_hit_rate", window: "24h", filter: { team: "red" } };

  expect(await looked({ ...kpi, below: "0.04" })).toMatchObject({ state: "ok" });
  expect(await looked({ ...kpi, name: "b", below: "0.06" })).toMatchObject({ state: "firing" });
});

test("a KPI that is not known is not off: it cannot be measured, and says why", async () => {
  expect(await looked({ on: "kpi", kpi: "gpu_utilisation", window: "7d" })).toMatchObject({
    state: null,
    last: {
      value: null,
      unjudged: "cannot_be_measured",
      note: "no GPU metric of the period was read; it needs GPU metrics (DCGM, CloudWatch)",
    },
  });
  expect(texts()).toEqual([]);
});

test("of several periods one on target settles it, else one that is not known leaves it open", () => {
  expect(areAllOff([true, true])).toBe(true);
  expect(areAllOff([true, undefined])).toBeUndefined();
  expect(areAllOff([undefined, false])).toBe(false);
});

test("every KPI of the planner can be watched, in its own unit", () => {
  expect(Object.keys(alarmKpis)).toEqual(kpiNames);
  for (const name of kpiNames) {
    const unit = kpiDefinitions[name].unit;
    expect(alarmKpis[name]).toBe(unit === "dollars" ? "usd" : unit);
  }
});

test("a cache hit rate that collapses is measured against its own days before", async () => {
  const drop = { on: "cache_drop", window: "24h", filter: { team: "red" } };

  expect(await looked({ ...drop, above: "0.5" })).toMatchObject({
    state: "firing",
    last: {
      note: expect.stringMatching(/^the hit rate is 5\.0 %, it was 49\.\d % in the 14 days/),
    },
  });
  expect(await looked({ ...drop, name: "b", above: "0.95" })).toMatchObject({ state: "ok" });
  expect(
    await looked({ ...drop, name: "c", filter: { team: "blue" }, above: "0.5" }),
  ).toMatchObject({ state: null, last: { unjudged: "cannot_be_measured" } });
});

test("what failed attempts cost is measured in dollars and as a share of spend", async () => {
  const about = { window: "24h", filter: { team: "blue" } };

  expect(await looked({ ...about, on: "retry_cost", above: "0.002" })).toMatchObject({
    state: "firing",
    last: { value: "0.003000000000" },
  });
  expect(await looked({ ...about, name: "b", on: "retry_share", above: "0.5" })).toMatchObject({
    state: "firing",
    last: { value: "1.000000" },
  });
});

test("a forecast fires on what the month is expected to have cost", async () => {
  const forecast = { on: "forecast", filter: { team: "red" } };

  expect(await looked({ ...forecast, above: "3" })).toMatchObject({
    state: "firing",
    window: "month",
    last: {
      note: expect.stringMatching(
        /^an estimate: .*days are left; bills are not in it, with a filter calls alone are measured$/,
      ),
    },
  });
  expect(await looked({ ...forecast, name: "b", above: "100" })).toMatchObject({ state: "ok" });
});

test("billed cost of the month is that of bill lines, in one currency", async () => {
  expect(await looked({ on: "bill_spend", above: "3.99" })).toMatchObject({
    state: "firing",
    condition: "above $3.99",
    last: { value: "4.000000000000", calls: null, unpriced_attempts: null },
    path: "/bills?cost=billed&span=30d",
  });
  expect(await looked({ on: "bill_spend", name: "b", above: "3", currency: "EUR" })).toMatchObject({
    state: null,
    last: { note: "no bill line of the month is in EUR" },
  });
});

test("a bill's month is of UTC, wherever the alarm is: it has the first day and what is of the whole month", async () => {
  const about = { on: "bill_spend", name: "d", above: "7.99", currency: "GBP" };
  for (const time_zone of ["UTC", "America/New_York", "Asia/Tokyo"]) {
    expect(await looked({ ...about, time_zone })).toMatchObject({
      time_zone: "UTC",
      last: { from: "2026-11-01T00:00:00.000Z", value: "8.000000000000" },
    });
  }
});

test("a month that has none but simulated lines is measured by them, and the alarm says so", async () => {
  const about = { on: "bill_spend", name: "c", above: "3", currency: "CHF" };
  expect(await looked(about)).toMatchObject({
    state: "firing",
    last: { value: "4.000000000000", simulated: true },
  });
  expect(texts()).toEqual([expect.stringContaining("The money is simulated")]);
});

test("calls that are off the bill fire, for the days that the bill reaches", async () => {
  // $4 were billed for the day, and calls come to $2.
  expect(await looked({ on: "bill_gap", window: "7d", above: "0.4" })).toMatchObject({
    state: "firing",
    last: { note: expect.stringContaining("the bill is more than calls") },
  });
  expect(
    await looked({ on: "bill_gap", name: "b", provider: "nobody", above: "0.4" }),
  ).toMatchObject({ state: null, last: { unjudged: "cannot_be_measured" } });
});

test("a source of bills that has brought nothing new fires after its days", async () => {
  expect(await looked({ on: "bill_lag", above: "1.5" })).toMatchObject({
    state: "firing",
    last: { value: "2.000000", note: expect.stringContaining("openai_costs last brought") },
  });
  expect(await looked({ on: "bill_lag", name: "b", above: "2" })).toMatchObject({ state: "ok" });
  expect(await looked({ on: "bill_lag", name: "c", source: "aws_cur", above: "2" })).toMatchObject({
    last: { note: "no bill of aws_cur was ever imported" },
  });
});

test.each([
  ["routing", "routing_quality", { unit: "troubles", window: "24h" }],
  ["near questions", "near_questions", { unit: "namespaces", window: null }],
])(
  "an alarm on %s that finds no gateway to ask says so, and neither fires nor ends",
  async (_what, on, told) => {
    const app = watching({ on });
    await app.alarms.tick();

    expect(await statusOf(app)).toMatchObject({
      ...{ state: null, last: null, ...told, above: "0", path: "/alarms" },
      last_error: expect.stringContaining("No running Headgate answers"),
    });
    expect(webhook.received).toHaveLength(0);
  },
);
