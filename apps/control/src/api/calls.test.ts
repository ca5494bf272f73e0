import { callDetailSchema, knownCallsResponse, totalsReport } from "@headgate/contract";
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

test("a call is found by the client's own id as well, and shown under its id", async () => {
  const row = ledgerRow({ call_id: "call-of-job-1", client_call_id: "job 1/a" });
  await control.ledger.append({ rows: [row], cursors: [] });

  const call = await control.read("/api/calls/job%201%2Fa", callDetailSchema.strict());

  expect(call).toEqual({
    call_id: "call-of-job-1",
    attempts: [row],
    price_records: [],
    revisions: [],
    seen_elsewhere: [],
  });
  expect(await control.read("/api/calls/call-of-job-1", callDetailSchema)).toEqual(call);
});

test("a client's id that came twice shows the attempts of both calls, and both are counted", async () => {
  const rows = ["second", "first"].map((call_id) =>
    ledgerRow({
      call_id,
      client_call_id: "sent-twice",
      started_at_ms: call_id === "first" ? Date.UTC(2026, 9, 1) : Date.UTC(2026, 9, 1, 1),
    }),
  );
  await control.ledger.append({ rows, cursors: [] });

  const call = await control.read("/api/calls/sent-twice", callDetailSchema.strict());

  expect(call.call_id).toBe("sent-twice");
  expect(call.attempts.map((attempt) => attempt.call_id)).toEqual(["first", "second"]);
  const october = "from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z";
  const { totals } = await control.read(`/api/reports/totals?${october}`, totalsReport);
  expect(totals).toMatchObject({ calls: 2, effective_cost: "0.006000000000" });
});

test("a call that another source saw as well names the row that counts", async () => {
  const response_id = "chatcmpl-seen-by-two-sources";
  const counted = ledgerRow({ call_id: "seen-by-us", response_id });
  const other = { ...counted, source: "otlp", row_id: "otlp:1", call_id: "otlp:1" } as const;
  await control.ledger.append({ rows: [other, counted], cursors: [] });

  const { seen_elsewhere } = await control.read("/api/calls/otlp:1", callDetailSchema.strict());

  expect(seen_elsewhere).toEqual([
    { row_id: counted.row_id, call_id: "seen-by-us", source: "gateway" },
    {
      row_id: "otlp:1",
      call_id: "otlp:1",
      source: "otlp",
      counted_by: { row_id: counted.row_id, source: "gateway" },
    },
  ]);
});

test("a call that was never made is not found", async () => {
  await expectError(await control.ask("/api/calls/never"), 404, "not_found");
});

test("of many ids of clients, the ones that the ledger holds calls of are told", async () => {
  await control.ledger.append({
    rows: [ledgerRow({ call_id: "made-by-headgate", client_call_id: "known-1" })],
    cursors: [],
  });
  const client_call_ids = ["known-1", "unknown-1", "made-by-headgate"];
  const question = sendJson("POST", { client_call_ids });

  const response = await control.ask("/api/calls/known", question);

  expect(knownCallsResponse.parse(await response.json())).toEqual({ known: ["known-1"] });
});

test("more than ten thousand ids at once are refused", async () => {
  const client_call_ids = Array.from({ length: 10_001 }, (_, index) => `call-${index}`);

  const response = await control.ask("/api/calls/known", sendJson("POST", { client_call_ids }));

  const error = await expectError(response, 400, "request_invalid");
  expect(error.message).toContain("client_call_ids");
});
