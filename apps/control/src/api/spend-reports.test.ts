import {
  type BillLine,
  billByReport,
  billOverTimeReport,
  precedenceReport,
  spendReport,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const RANGE = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
const line: BillLine = {
  line_id: "1",
  source: "openai_costs",
  statement: "openai_costs:org-1:2026-11-01",
  billing_account_id: "org-1",
  billing_period_start_ms: Date.parse("2026-11-01"),
  billing_period_end_ms: Date.parse("2026-12-01"),
  charge_period_start_ms: Date.parse("2026-11-20"),
  charge_period_end_ms: Date.parse("2026-11-21"),
  charge_category: "usage",
  provider_name: "OpenAI",
  billing_currency: "USD",
  billed_cost: "0.5",
  effective_cost: "0.5",
  tags: { squad: "blue" },
  category: "inference",
  provider: "openai",
  attribution: {},
};

let control: OpenApp;
beforeAll(async () => {
  // The gateway calls the provider by a name of the operator's.
  control = await openApp({
    config: {
      providers: {
        "our-openai": { kind: "openai", base_url: "https://api.openai.com/v1", api_key: "k" },
      },
    },
  });
  const row = ledgerRow({ call_id: "a", provider: "our-openai", simulated: false });
  await control.ledger.append({ rows: [row], cursors: [] });
  const number = await control.ledger.beginImport({ startedAtMs: NOW_MS, named: [] });
  await control.ledger.addToImport({ import: number, sequence: 0, billLines: [line] });
  await control.ledger.finishImport({
    import: number,
    finishedAtMs: NOW_MS,
    read: [],
    skips: [],
    warnings: [],
  });
});
afterAll(() => control.close());

test("spend is the bill, with the calls that explain it under the price book's name of their provider", async () => {
  const report = await control.read(`/api/reports/spend?${RANGE}`, spendReport.strict());

  expect(report.rows).toMatchObject([
    { basis: "bill", part: "not_seen", group: "openai", cost: "0.497000000000", lines: 1 },
    { basis: "bill", part: "called", group: "openai", cost: "0.003000000000", attempts: 1 },
  ]);
  expect(report.totals).toEqual([{ currency: "USD", cost: "0.500000000000" }]);
});

test("bills are added up by a dimension or a tag, and over time", async () => {
  const by = await control.read(
    `/api/reports/bill-by?${RANGE}&by=tag:squad&provider_name=OpenAI`,
    billByReport.strict(),
  );
  const over = await control.read(
    `/api/reports/bill-over-time?${RANGE}&grain=day`,
    billOverTimeReport.strict(),
  );

  expect(by.rows).toMatchObject([{ group: "blue", billed_cost: "0.500000000000" }]);
  expect(over.rows).toMatchObject([
    { start: "2026-11-20T00:00:00.000Z", group: null, billed_cost: "0.500000000000" },
  ]);
});

test("it is told by which source calls and bills count", async () => {
  const report = await control.read(`/api/reports/precedence?${RANGE}`, precedenceReport.strict());

  expect(report).toEqual({
    calls: [{ source: "gateway", counted: 1, seen_elsewhere: 0, counted_by: [] }],
    bills: [{ source: "openai_costs", counted: 1, seen_elsewhere: 0, counted_by: [] }],
  });
});

test("a grouping or a filter that does not exist is refused", async () => {
  for (const query of ["by=squad", "by=tag:", "by=category&squad=blue"]) {
    const response = await control.ask(`/api/reports/bill-by?${RANGE}&${query}`);
    await expectError(response, 400, "request_invalid");
  }
});
