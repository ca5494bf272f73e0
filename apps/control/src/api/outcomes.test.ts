import {
  addOutcomesResponse,
  outcomeDetailReport,
  outcomeListReport,
  outcomesReport,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const range = "from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z";
const ticket = {
  id: "ticket-1",
  name: "ticket_resolved",
  occurred_at: "2026-11-20T12:00:00+01:00",
  accepted: true,
  session: "chat-1",
};

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  const rows = [
    ledgerRow({
      call_id: "call-1",
      started_at_ms: Date.parse("2026-11-20T10:00:00Z"),
      attribution: { session: "chat-1" },
    }),
  ];
  await control.ledger.append({ rows, cursors: [] });
});
afterAll(() => control.close());

const send = (...outcomes: unknown[]) =>
  control.ask("/api/outcomes", sendJson("POST", { outcomes }));

test("outcomes are sent once, reported, listed and opened down to their calls", async () => {
  const first = addOutcomesResponse.parse(await (await send(ticket)).json());
  const again = addOutcomesResponse.parse(await (await send(ticket)).json());
  expect([first, again]).toEqual([
    { added: 1, replaced: 0, already_there: 0 },
    { added: 0, replaced: 0, already_there: 1 },
  ]);

  const report = await control.read(
    `/api/outcomes/report?${range}&grain=week&by=session`,
    outcomesReport.strict(),
  );
  expect(report.rows.find(({ name }) => name !== null)).toMatchObject({
    start: "2026-11-16T00:00:00.000Z",
    name: "ticket_resolved",
    group: "chat-1",
    outcomes: 1,
  });
  const list = await control.read(`/api/outcomes?${range}&accepted=true`, outcomeListReport);
  expect(list).toMatchObject({ total: 1, rows: [{ id: "ticket-1", joined: "session", calls: 1 }] });
  const opened = await control.read("/api/outcomes/ticket-1/calls", outcomeDetailReport);
  expect(opened).toMatchObject({
    outcome: { occurred_at: "2026-11-20T11:00:00.000Z" },
    keys: [{ join: "session", text: "chat-1" }],
    calls: [{ call_id: "call-1", shared_by: 1 }],
  });
});

test("every fault of a batch is named with its place, and nothing of it is kept", async () => {
  const { session: _session, ...withoutKey } = ticket;
  const window = { from: "2026-09-01T00:00:00Z", to: "2026-09-02T00:00:00Z" };
  const response = await send(
    { ...ticket, id: "good" },
    { ...withoutKey, id: "no-key", customer: "acme" },
    { ...ticket, id: "old-window", window },
    { ...ticket, id: "bad-value", value: "12,50" },
  );

  const { message } = await expectError(response, 400, "request_invalid");
  expect(message).toContain("outcomes.1: names nothing to find its calls by");
  expect(message).toContain("outcomes.2.window.from: must be at most 30 days before occurred_at");
  expect(message).toContain("outcomes.3.value: expected US dollars as text");
  await expectError(await control.ask("/api/outcomes/good/calls"), 404, "not_found");
});

test("too many outcomes at once, a misspelt filter and a range that is too long are refused", async () => {
  const many = Array.from({ length: 1001 }, (_, index) => ({ ...ticket, id: `m-${index}` }));
  await expectError(await send(...many), 400, "request_invalid");
  const asked = (path: string) => control.ask(`/api/outcomes${path}`);
  await expectError(await asked(`/report?${range}&teem=red`), 400, "request_invalid");
  const years = `from=2020-01-01T00:00:00Z&to=${new Date(NOW_MS).toISOString()}`;
  await expectError(await asked(`?${years}`), 400, "request_invalid");
});

test("a page of another site cannot send outcomes", async () => {
  const init = sendJson("POST", { outcomes: [ticket] });
  const headers = { ...(init.headers as object), "sec-fetch-site": "cross-site" };
  await expectError(await control.ask("/api/outcomes", { ...init, headers }), 403, "not_allowed");
});
