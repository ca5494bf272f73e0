import type { BillLine } from "@headgate/contract";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, onTestFinished, test } from "vitest";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { anomalies } from "./anomalies.ts";
import { forecast } from "./forecast.ts";

const DAY_MS = 86_400_000;
const TODAY_MS = Date.parse("2026-11-16T00:00:00Z");
const NOW_MS = TODAY_MS + DAY_MS / 2;

/** A day's line of a constructed bill of ten dollars a day, of so many days ago. */
const lineOf = (daysAgo: number, cost = "10"): BillLine => ({
  ...negotiatedLine(new Date(TODAY_MS - daysAgo * DAY_MS).toISOString().slice(0, 10)),
  statement: "openai_costs:org-1:2026",
  billing_period_start_ms: Date.parse("2026-01-01"),
  billing_period_end_ms: Date.parse("2027-01-01"),
  ...{ billed_cost: cost, effective_cost: cost, attribution: {} },
});

async function ledgerOf(lines: readonly BillLine[]) {
  const { store, close } = await openTemporaryLedger();
  onTestFinished(close);
  const number = await store.beginImport({ startedAtMs: 0, named: ["constructed"] });
  await store.addToImport({ import: number, sequence: 0, billLines: lines });
  await store.finishImport({ import: number, finishedAtMs: 1, read: [], skips: [], warnings: [] });
  return store;
}
/** Of the days before yesterday, whose lines may still come. */
const days = Array.from({ length: 90 }, (_, index) => 91 - index);
const week = {
  from: new Date(TODAY_MS - 7 * DAY_MS).toISOString(),
  to: new Date(TODAY_MS).toISOString(),
  grain: "day",
} as const;

test("bills alone are forecast by their days, and lines for longer are told", async () => {
  const month = {
    ...lineOf(60, "500"),
    line_id: "support",
    charge_period_end_ms: TODAY_MS - 30 * DAY_MS,
  };
  const ledger = await ledgerOf([...days.map((daysAgo) => lineOf(daysAgo)), month]);

  const report = await forecast(ledger, {}, NOW_MS);
  expect(report.billed).toEqual({
    effective_cost: "900.000000000000",
    longer_lines: 1,
    longer_cost: "500.000000000000",
    known_until: "2026-11-14T00:00:00.000Z",
  });
  expect(report.forecasts[0]).toMatchObject({
    kind: "forecast",
    // From the first to the thirteenth: the fourteenth is the last that has lines, and may still grow.
    spent: "130.000000000000",
    unknown_days: 2,
    expected: "300.000000000000",
  });
});

test("a day off what is usual in bills alone is an anomaly of bills", async () => {
  const ledger = await ledgerOf(
    days.map((daysAgo) => lineOf(daysAgo, daysAgo === 4 ? "500" : `10.${daysAgo % 7}`)),
  );

  const report = await anomalies(ledger, week, NOW_MS);
  expect(report.billed).toMatchObject({ longer_lines: 0 });
  expect(report.judgement).toMatchObject({
    kind: "judged",
    anomalies: [
      {
        of: "bills",
        direction: "above",
        cost: "500.000000000000",
        slice: null,
        // As many tokens, at fifty times the price.
        cause: { kind: "named", dimension: null, part: "price" },
      },
    ],
  });
});

test("a month that was not imported is not known, and was not free", async () => {
  const ledger = await ledgerOf(
    days.filter((daysAgo) => daysAgo < 20 || daysAgo > 50).map((daysAgo) => lineOf(daysAgo)),
  );

  expect((await forecast(ledger, {}, NOW_MS)).forecasts[0]).toMatchObject({
    kind: "history_too_short",
    known_days: 17,
  });
});

test("of two bills days are known as far as the one that is behind, while it is waited for", async () => {
  const other = (daysAgo: number): BillLine => ({
    ...lineOf(daysAgo, "5"),
    source: "anthropic_cost_report",
    statement: "anthropic_cost_report:org-2:2026",
    line_id: `other ${daysAgo}`,
  });
  const behind = days.filter((daysAgo) => daysAgo > 10).map(other);
  const over = days.filter((daysAgo) => daysAgo > 50).map(other);

  const waited = await ledgerOf([...days.map((daysAgo) => lineOf(daysAgo)), ...behind]);
  expect((await forecast(waited, {}, NOW_MS)).billed?.known_until).toBe("2026-11-05T00:00:00.000Z");
  const alone = await ledgerOf([...days.map((daysAgo) => lineOf(daysAgo)), ...over]);
  expect((await forecast(alone, {}, NOW_MS)).billed?.known_until).toBe("2026-11-14T00:00:00.000Z");
});

test("of two accounts of one source days are known as far as the one that is behind, while it is waited for", async () => {
  const other = (daysAgo: number): BillLine => ({
    ...lineOf(daysAgo, "5"),
    billing_account_id: "org-2",
    statement: "openai_costs:org-2:2026",
    line_id: `other ${daysAgo}`,
  });
  const behind = days.filter((daysAgo) => daysAgo > 10).map(other);
  const over = days.filter((daysAgo) => daysAgo > 50).map(other);

  const waited = await ledgerOf([...days.map((daysAgo) => lineOf(daysAgo)), ...behind]);
  const report = await forecast(waited, {}, NOW_MS);
  expect(report.billed).toMatchObject({
    // Ninety days of ten dollars and eighty-one of five, each counted once.
    effective_cost: "1305.000000000000",
    known_until: "2026-11-05T00:00:00.000Z",
  });
  const alone = await ledgerOf([...days.map((daysAgo) => lineOf(daysAgo)), ...over]);
  expect((await forecast(alone, {}, NOW_MS)).billed?.known_until).toBe("2026-11-14T00:00:00.000Z");
});
