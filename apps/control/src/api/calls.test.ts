import { callDetailSchema, knownCallsResponse } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

test("a call is shown with its attempts in order and each price record once", async () => {
  const [record] = control.prices.records;
  if (record === undefined) throw new Error("the price book is empty");
  const line = {
    component: record.component,
    quantity: 1000,
    unit_price: "0.000001000000",
    list_cost: "0.001000000000",
    price_record: record.id,
  };
  const charge = { ...ledgerRow({ call_id: "any" }).charge, lines: [line, line] };
  await control.ledger.append({
    rows: [
      ledgerRow({ call_id: "two-attempts", attempt: 1, started_at_ms: 2_000, charge }),
      ledgerRow({
        call_id: "two-attempts",
        attempt: 0,
        started_at_ms: 1_000,
        charge,
        final: false,
      }),
    ],
    cursors: [],
  });

  const call = await control.read("/api/calls/two-attempts", callDetailSchema.strict());

  expect(call.attempts.map((attempt) => attempt.attempt)).toEqual([0, 1]);
  expect(call.attempts[0]?.raw_usage).toEqual({ prompt_tokens: 1000, completion_tokens: 200 });
  expect(call.price_records).toEqual([record]);
});

test("a charge by a price that the book has lost is shown all the same, and logged", async () => {
  const line = {
    component: "input" as const,
    quantity: 1,
    unit_price: "0.000001000000",
    list_cost: "0.000001000000",
    price_record: "withdrawn-record",
  };
  const charge = { ...ledgerRow({ call_id: "any" }).charge, lines: [line] };
  await control.ledger.append({ rows: [ledgerRow({ call_id: "lost", charge })], cursors: [] });

  const call = await control.read("/api/calls/lost", callDetailSchema.strict());

  expect(call.price_records).toEqual([]);
  expect(control.logged.some((logged) => logged.includes("withdrawn-record"))).toBe(true);
});

test("a call that was never made is not found", async () => {
  await expectError(await control.ask("/api/calls/never"), 404, "not_found");
});

test("of many ids, the ones that the ledger holds are told", async () => {
  await control.ledger.append({ rows: [ledgerRow({ call_id: "known-1" })], cursors: [] });
  const question = sendJson("POST", { call_ids: ["known-1", "unknown-1"] });

  const response = await control.ask("/api/calls/known", question);

  expect(knownCallsResponse.parse(await response.json())).toEqual({ known: ["known-1"] });
});

test("more than ten thousand ids at once are refused", async () => {
  const call_ids = Array.from({ length: 10_001 }, (_, index) => `call-${index}`);

  const response = await control.ask("/api/calls/known", sendJson("POST", { call_ids }));

  const error = await expectError(response, 400, "request_invalid");
  expect(error.message).toContain("call_ids");
});
