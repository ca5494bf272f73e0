import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { configSchema, weeklyReport } from "@headgate/contract";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";
import { createWeeklyWatch } from "./weekly-watch.ts";

const DAY_MS = 86_400_000;
const SUNDAY_MS = Date.parse("2026-11-22T12:00:00Z");

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  // Constructed: $10 a day, $5,000 on the last one, and $26 in the hour in which a week of October begins in Berlin.
  const days = Array.from({ length: 120 }, (_, daysAgo) =>
    ledgerRow({
      call_id: `${daysAgo} days ago`,
      started_at_ms: SUNDAY_MS - daysAgo * DAY_MS,
      ...costing(daysAgo === 0 ? "5000.000000000000" : "10.000000000000"),
    }),
  );
  const firstHour = ledgerRow({
    call_id: "first hour",
    started_at_ms: Date.parse("2026-10-18T22:30:00Z"),
    ...costing("26.000000000000"),
  });
  await control.ledger.append({ rows: [...days, firstHour], cursors: [] });
});
afterAll(() => control.close());

/** The report of Berlin that was made then: its JSON and its page. */
async function madeAt(now: string) {
  const folder = join(control.folder, now.slice(0, 10));
  const watch = createWeeklyWatch({
    ledger: control.ledger,
    loader: control.loader,
    prices: () => control.prices,
    config: () =>
      configSchema.parse({ reports: [{ name: "berlin", time_zone: "Europe/Berlin", notify: [] }] }),
    folder,
    nowMs: () => Date.parse(now),
    log: pino({ level: "silent" }),
  });
  await watch.tick();
  await watch.close();
  const file = (ending: string) =>
    readFile(join(folder, "berlin", `${now.slice(0, 10)}.${ending}`), "utf8");
  return { report: weeklyReport.parse(JSON.parse(await file("json"))), html: await file("html") };
}

test("a week of another zone is headed by its own days, and its last day is judged once it is past", async () => {
  const { report, html } = await madeAt("2026-11-23T07:01:00Z");

  expect(report.period).toEqual({
    from: "2026-11-15T23:00:00.000Z",
    to: "2026-11-22T23:00:00.000Z",
  });
  expect(html).toContain("2026-11-16 to 2026-11-22");
  expect(report.anomalies.judgement).toMatchObject({
    kind: "judged",
    anomalies: [{ start: "2026-11-22T00:00:00.000Z", end: "2026-11-23T00:00:00.000Z" }],
  });
  expect(html).toMatch(/<tr><th[^>]*>2026-11-22<\/th><td[^>]*>2026-11-22<\/td>/);
});

test("the week before one that follows a change of clocks is an hour longer", async () => {
  const { report } = await madeAt("2026-11-02T07:01:00Z");

  const before = { from: "2026-10-18T22:00:00.000Z", to: "2026-10-25T23:00:00.000Z" };
  expect(report.before).toEqual(before);
  expect(report.totals.before.calls).toBe(8);
  expect(report.drivers[0]?.before).toEqual(before);
  expect(report.kpis.find(({ name }) => name === "cost_per_inference")).toMatchObject({
    value: "10.000000000000",
    before: "12.000000000000",
  });
});
