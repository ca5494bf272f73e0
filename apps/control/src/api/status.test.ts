import { statusSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

async function open(options: Parameters<typeof openApp>[0]): Promise<OpenApp> {
  const control = await openApp(options);
  onTestFinished(() => control.close());
  return control;
}

const standIn = { kind: "openai", base_url: "http://127.0.0.1:1/v1", simulated: true };

test("the status tells how far the ledger reaches", async () => {
  const control = await open({});
  const empty = await control.read("/api/status", statusSchema.strict());

  await control.ledger.append({ rows: [ledgerRow({ call_id: "a" })], cursors: [] });

  expect(empty.ledger).toEqual({ rows: 0, first_row_at: null, last_row_at: null });
  expect(empty.started_at).toBe(new Date(NOW_MS).toISOString());
  expect((await control.read("/api/status", statusSchema.strict())).ledger).toEqual({
    rows: 1,
    first_row_at: "2026-11-20T12:00:00.000Z",
    last_row_at: "2026-11-20T12:00:00.000Z",
  });
});

test("money is simulated only when every provider is a stand-in", async () => {
  const demo = await open({ config: { providers: { openai: standIn } }, mode: "demo" });
  const mixed = await open({
    config: { providers: { openai: standIn, real: { ...standIn, simulated: false } } },
  });
  const none = await open({});

  expect(await demo.read("/api/status", statusSchema.strict())).toMatchObject({
    mode: "demo",
    simulated: true,
    providers: [{ name: "openai", kind: "openai", simulated: true }],
  });
  expect((await mixed.read("/api/status", statusSchema)).simulated).toBe(false);
  expect((await none.read("/api/status", statusSchema)).simulated).toBe(false);
});

test("the status shows no provider's key", async () => {
  const control = await open({
    config: { providers: { openai: { ...standIn, api_key: "sk-not-to-be-shown" } } },
  });

  expect(await (await control.ask("/api/status")).text()).not.toContain("sk-not-to-be-shown");
});

test("what went wrong at start stays visible", async () => {
  const control = await open({
    problems: [{ code: "ledger_corrupt", message: "The ledger file cannot be opened." }],
  });

  const { loader } = await control.read("/api/status", statusSchema);

  expect(loader.last_error).toBe("The ledger file cannot be opened. [ledger_corrupt]");
});
