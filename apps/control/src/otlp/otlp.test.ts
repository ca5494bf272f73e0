import { gzipSync } from "node:zlib";
import { sourcesResponse } from "@headgate/contract";
import { encodeOtlp } from "@headgate/sources";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";
import { eventPayload, spanPayload, tokenMetric } from "./payloads.fixture.ts";

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

type Body = string | Uint8Array<ArrayBuffer>;
const json = { "content-type": "application/json" };
const protobuf = { "content-type": "application/x-protobuf" };
const post = (path: string, body: Body, headers: Record<string, string>, from = app) =>
  from.ask(path, { method: "POST", body, headers });

test("a payload in JSON and in protobuf, zipped or not, is one row, priced and labelled", async () => {
  const payload = spanPayload({ span: "0000000000000a01" });
  const bytes = new Uint8Array(encodeOtlp("traces", payload));

  const answers = [
    await post("/v1/traces", JSON.stringify(payload), json),
    await post("/v1/traces", bytes, protobuf),
    await post("/v1/traces", new Uint8Array(gzipSync(bytes)), {
      ...protobuf,
      "content-encoding": "gzip",
    }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await answers[0]?.json()).toEqual({});
  expect(answers[1]?.headers.get("content-type")).toBe("application/x-protobuf");
  expect((await answers[1]?.arrayBuffer())?.byteLength).toBe(0);
  const found = await app.ledger.call("otlp:0af7651916cd43dd8448eb211c80319c:0000000000000a01");
  expect(found).toMatchObject([
    {
      source: "otlp",
      // 1,000 × $0.15 and 200 × $0.60 a million.
      charge: { list_cost: "0.000270000000" },
      attribution: { project: "shop" },
    },
  ]);
});

test("a Headgate key is enough, and its labels hold; an unknown one is refused", async () => {
  const locked = app.another({ config: { admin_key: "an-admin-key-of-the-tests" } });
  const { secret, key } = await app.state.createKey({
    name: "tracer",
    attribution: { team: "search" },
    tags: {},
    nowMs: NOW_MS,
  });
  const body = JSON.stringify(spanPayload({ span: "0000000000000a02" }));
  const ask = (authorization?: string) =>
    locked.ask("/v1/traces", {
      method: "POST",
      body,
      headers: { ...json, ...(authorization !== undefined && { authorization }) },
    });

  expect((await ask()).status).toBe(403);
  expect((await ask("Bearer hg_nobody")).status).toBe(401);
  expect((await ask("Bearer an-admin-key-of-the-tests")).status).toBe(200);
  const again = JSON.stringify(spanPayload({ span: "0000000000000a03" }));
  const answer = await locked.ask("/v1/traces", {
    method: "POST",
    body: again,
    headers: { ...json, authorization: `Bearer ${secret}` },
  });

  expect(answer.status).toBe(200);
  expect(
    await app.ledger.call("otlp:0af7651916cd43dd8448eb211c80319c:0000000000000a03"),
  ).toMatchObject([{ key_id: key.id, attribution: { team: "search", project: "shop" } }]);
});

test("what cannot be taken is a partial success that says why", async () => {
  const traces = await post("/v1/traces", JSON.stringify(spanPayload({ span: undefined })), json);
  const empty = eventPayload({ span: "0000000000000b01", usage: false });
  const logs = await post("/v1/logs", JSON.stringify(empty), json);
  const others = await post(
    "/v1/logs",
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{}, {}] }] }] }),
    json,
  );

  expect(await traces.json()).toEqual({
    partialSuccess: { rejectedSpans: "1", errorMessage: "identity_missing: traceId, spanId" },
  });
  expect(await logs.json()).toEqual({
    partialSuccess: {
      rejectedLogRecords: "1",
      errorMessage: "usage_unreadable: The event states no tokens.",
    },
  });
  // What is about something else is not taken, and need not be.
  expect(await others.json()).toEqual({});
});

test("an event in JSON and in protobuf is one row, and beside its span it is counted once", async () => {
  const payload = eventPayload({ span: "0000000000000a05" });
  await post("/v1/logs", JSON.stringify(payload), json);
  await post("/v1/logs", new Uint8Array(encodeOtlp("logs", payload)), protobuf);
  const event = "otlp_logs:0af7651916cd43dd8448eb211c80319c:0000000000000a05";
  expect(await app.ledger.call(event)).toMatchObject([
    { source: "otlp_logs", charge: { list_cost: "0.000270000000" } },
  ]);

  await post("/v1/traces", JSON.stringify(spanPayload({ span: "0000000000000a05" })), json);

  const span = "otlp:0af7651916cd43dd8448eb211c80319c:0000000000000a05";
  expect(await app.ledger.seenElsewhere(span)).toMatchObject([
    { row_id: span, source: "otlp" },
    { row_id: event, source: "otlp_logs", counted_by: { row_id: span, source: "otlp" } },
  ]);
});

test("what was received is told by source, also after a restart", async () => {
  const another = app.another({});
  await post("/v1/traces", JSON.stringify(spanPayload({ span: "0000000000000a06" })), json, {
    ...app,
    ...another,
  });
  const told = async (from: Pick<OpenApp, "read">) =>
    (await from.read("/api/sources", sourcesResponse)).received;

  expect(await told(another)).toEqual([
    {
      source: "otlp",
      payloads: 1,
      rows: 1,
      added: 1,
      already_there: 0,
      rejected: 0,
      left_out: 0,
      first_at: new Date(NOW_MS - 60_000).toISOString(),
      last_at: new Date(NOW_MS - 60_000).toISOString(),
      last_received_at: new Date(NOW_MS).toISOString(),
    },
  ]);
  await another.received.flush();
  expect(await told(app.another({}))).toMatchObject([{ source: "otlp", payloads: 1 }]);
});

test("sums of metrics are imported, and wait for an import that is under way", async () => {
  const body = JSON.stringify(tokenMetric(1234, NOW_MS - 86_400_000));
  const busy = await app.ask("/api/imports", {
    method: "POST",
    body: JSON.stringify({ named: ["a.json"], restating: [] }),
    headers: json,
  });
  const { id } = (await busy.json()) as { id: string };
  const refused = await post("/v1/metrics", body, json);
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("10");
  await app.ask(`/api/imports/${id}`, { method: "DELETE" });

  expect((await post("/v1/metrics", body, json)).status).toBe(200);
  expect((await post("/v1/metrics", body, json)).status).toBe(200);
  const imports = await app.ledger.imports({ limit: 10 });
  expect(imports).toHaveLength(1);
  const [imported] = imports;
  expect(imported).toMatchObject({
    named: ["OTLP receiver"],
    summary: { sources: [{ source: "otlp_metrics", added: 1 }] },
  });
});

test("broken, oversized and foreign bodies are refused", async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(65 * 1024 * 1024)));
  const asked: readonly (readonly [Body, Record<string, string>, number])[] = [
    ["{", json, 400],
    ["[]", json, 400],
    [Uint8Array.of(0x0a, 9, 1), protobuf, 400],
    ["{}", { "content-type": "text/plain" }, 400],
    ["{}", { ...json, "content-encoding": "br" }, 400],
    [bomb, { ...json, "content-encoding": "gzip" }, 413],
    ["no gzip", { ...json, "content-encoding": "gzip" }, 400],
    [new Uint8Array(17 * 1024 * 1024), protobuf, 413],
  ];
  for (const [body, headers, status] of asked) {
    expect((await post("/v1/traces", body, headers)).status).toBe(status);
  }
  expect((await app.ask("/v1/traces")).status).toBe(405);
});
