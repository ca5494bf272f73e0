import { statusSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

const standIn = { kind: "openai", base_url: "http://127.0.0.1:1/v1", simulated: true };

test("the status tells how far the ledger reaches", async () => {
  const empty = await control.read("/api/status", statusSchema.strict());

  await control.ledger.append({ rows: [ledgerRow({ call_id: "a" })], cursors: [] });

  expect(empty.ledger).toEqual({
    rows: 0,
    first_row_at: null,
    last_row_at: null,
    bills_from: null,
    bills_to: null,
    bills_daily_to: null,
  });
  expect(empty.started_at).toBe(new Date(NOW_MS).toISOString());
  expect((await control.read("/api/status", statusSchema.strict())).ledger).toEqual({
    rows: 1,
    first_row_at: "2026-11-20T12:00:00.000Z",
    last_row_at: "2026-11-20T12:00:00.000Z",
    bills_from: null,
    bills_to: null,
    bills_daily_to: null,
  });
});

test("the status tells how far bills reach, whether or not there is a call", async () => {
  const billed = await openApp();
  onTestFinished(() => billed.close());
  const number = await billed.ledger.beginImport({ startedAtMs: NOW_MS, named: [] });
  await billed.ledger.addToImport({
    import: number,
    sequence: 0,
    billLines: [
      {
        line_id: "1",
        source: "aws_cur",
        statement: "aws_cur:1:2026-11-01",
        billing_account_id: "1",
        billing_period_start_ms: Date.parse("2026-11-01"),
        billing_period_end_ms: Date.parse("2026-12-01"),
        charge_period_start_ms: Date.parse("2026-11-18"),
        charge_period_end_ms: Date.parse("2026-11-19"),
        charge_category: "usage",
        provider_name: "AWS",
        billing_currency: "USD",
        billed_cost: "0.5",
        effective_cost: "0.5",
        tags: {},
        category: "inference",
        attribution: {},
      },
    ],
  });
  await billed.ledger.finishImport({
    import: number,
    finishedAtMs: NOW_MS,
    read: [],
    skips: [],
    warnings: [],
  });

  expect((await billed.read("/api/status", statusSchema)).ledger).toEqual({
    rows: 0,
    first_row_at: null,
    last_row_at: null,
    bills_from: "2026-11-18T00:00:00.000Z",
    bills_to: "2026-11-19T00:00:00.000Z",
    bills_daily_to: "2026-11-19T00:00:00.000Z",
  });
});

test("money is simulated only when every provider is a stand-in", async () => {
  const demo = control.another({ config: { providers: { openai: standIn } }, mode: "demo" });
  const mixed = control.another({
    config: { providers: { openai: standIn, real: { ...standIn, simulated: false } } },
  });
  const none = control.another({});

  expect(await demo.read("/api/status", statusSchema.strict())).toMatchObject({
    mode: "demo",
    simulated: true,
    providers: [{ name: "openai", kind: "openai", simulated: true }],
  });
  expect((await mixed.read("/api/status", statusSchema)).simulated).toBe(false);
  expect((await none.read("/api/status", statusSchema)).simulated).toBe(false);
});

test("the status shows no provider's key", async () => {
  const other = control.another({
    config: { providers: { openai: { ...standIn, api_key: "sk-not-to-be-shown" } } },
  });

  expect(await (await other.ask("/api/status")).text()).not.toContain("sk-not-to-be-shown");
});

test("what went wrong at start stays visible", async () => {
  const other = control.another({
    problems: [{ code: "ledger_corrupt", message: "The ledger file cannot be opened." }],
  });

  const { loader } = await other.read("/api/status", statusSchema);

  expect(loader.last_error).toBe("The ledger file cannot be opened. [ledger_corrupt]");
});

test("a ledger's server that does not answer is told of within seconds, since when and where", async () => {
  const ledger = Object.create(control.ledger, {
    extent: { value: () => new Promise(() => undefined) },
  });
  const other = control.another({
    config: { stores: { ledger: { kind: "clickhouse", url: "http://ch.internal:8123" } } },
    ledger,
  });

  const status = await other.read("/api/status", statusSchema.strict());

  expect(status.ledger).toEqual({
    rows: null,
    first_row_at: null,
    last_row_at: null,
    bills_from: null,
    bills_to: null,
    bills_daily_to: null,
  });
  expect(status.engines).toEqual([
    {
      part: "ledger",
      engine: "ClickHouse",
      address: "ch.internal:8123",
      not_answering_since: new Date(NOW_MS).toISOString(),
      problem: expect.stringContaining("has not answered"),
    },
  ]);
  expect(await (await other.ask("/metrics")).text()).toContain(
    'headgate_engine_answers{part="ledger"} 0',
  );
});
