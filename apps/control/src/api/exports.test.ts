import { focusExportSummary } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

const range = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  const unpriced = {
    confidence: "unknown" as const,
    list_cost: null,
    contracted_cost: null,
    effective_cost: null,
    billed_cost: null,
    lines: [],
  };
  await control.ledger.append({
    rows: [
      ledgerRow({ call_id: "a" }),
      ledgerRow({ call_id: "b", charge: unpriced, baseline_cost: null }),
    ],
    cursors: [],
  });
});
afterAll(() => control.close());

test("an export is a file of FOCUS as CSV, its rows the ledger's", async () => {
  const answer = await control.ask(`/api/export/focus?${range}`);

  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toContain("headgate-focus-2026-11-20.csv");
  const [header, row, ...others] = (await answer.text()).split("\r\n");
  expect(header).toMatch(/^BillingAccountId,/);
  expect(row).toContain(",0.003000000000,");
  expect(others).toEqual([""]);
});

test("the same is a Parquet file where that is asked for", async () => {
  const answer = await control.ask(`/api/export/focus?${range}&format=parquet`);

  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
  expect(bytes.subarray(-4).toString()).toBe("PAR1");
});

test("what has no known cost is in the summary, and in no row", async () => {
  const summary = await control.read(`/api/export/focus/summary?${range}`, focusExportSummary);

  expect(summary).toMatchObject({
    totals: [{ basis: "calls", currency: "USD", billed_cost: "0.003000000000" }],
    attempts: { exported: 1, counted_by_bills: 0 },
    unpriced: { attempts: 1, models: [{ attempts: 1 }] },
  });
});

test("a ledger that fails breaks the answer off, and says why in the log", async () => {
  const failing = control.another({
    ledger: Object.assign(Object.create(control.ledger), {
      imports: control.ledger.imports.bind(control.ledger),
      report: async () => {
        throw new Error("the disk is gone");
      },
    }),
  });

  const answer = await failing.ask(`/api/export/focus?${range}`);

  await expect(answer.text()).rejects.toThrow();
  expect(failing.logged.some((line) => line.includes("the disk is gone"))).toBe(true);
});

test("a range that runs backwards or over a year is refused", async () => {
  const backwards = "from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z";
  const long = "from=2024-11-21T00:00:00Z&to=2026-11-20T00:00:00Z";
  for (const bad of [backwards, long, `${range}&team=x`]) {
    expect((await control.ask(`/api/export/focus?${bad}`)).status).toBe(400);
  }
});
