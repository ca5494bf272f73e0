import { expect, test } from "vitest";
import { completion, open, opened, request } from "./gateway-case.fixture.ts";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

test("a call passes byte for byte and is charged to the picodollar", async () => {
  const { gateway, provider } = await open([json(200, completion, { "x-request-id": "req_1" })]);
  const body = `{ "messages":[{"role":"user","content":"H\\u00e9llo"}],\n\t"model" : "gpt-5-mini" }`;

  const response = await gateway.post("/v1/chat/completions?beta=1", body);

  expect(await response.text()).toBe(JSON.stringify(completion));
  expect(response.headers.get("x-request-id")).toBe("req_1");
  expect(response.headers.get("x-headgate-attempts")).toBe("1");
  const [received] = provider.received;
  expect(received?.body.toString()).toBe(body);
  expect(received?.path).toBe("/v1/chat/completions?beta=1");
  expect(received?.headers.authorization).toBe("Bearer sk-provider");
  const [row] = gateway.rows();
  expect(row?.call_id).toBe(response.headers.get("x-headgate-call-id"));
  expect(row?.usage).toEqual({ input: 1000, output: 100 });
  expect(row?.prompt_parts).toEqual({ user: 6 });
  // 1,000 × $0.25 and 100 × $2.00 per million.
  expect(row?.charge.list_cost).toBe("0.000450000000");
  expect(row?.charge.confidence).toBe("exact");
  expect(row?.outcome).toBe("completed");
  expect(row?.final).toBe(true);
});

test("labels come from the key, and headers fill the gaps", async () => {
  const { gateway } = await open(
    [json(200, completion)],
    {},
    {
      attribution: { team: "search" },
      tags: { plan: "gold" },
    },
  );

  await gateway.post("/v1/chat/completions", request, {
    "x-headgate-feature": "answers",
    "x-headgate-tags": "run=7, note=a%2Cb",
  });

  const [row] = gateway.rows();
  expect(row?.attribution).toEqual({ team: "search", feature: "answers" });
  expect(row?.tags).toEqual({ plan: "gold", run: "7", note: "a,b" });
});

test("a row names the trace and the client's span, and the header goes on as it came", async () => {
  const { gateway, provider } = await open([json(200, completion), json(200, completion)]);
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  await gateway.post("/v1/chat/completions", request, { traceparent });
  await gateway.post("/v1/chat/completions", request, { traceparent: "garbage" });

  expect(provider.received[0]?.headers.traceparent).toBe(traceparent);
  expect(gateway.rows().map((row) => [row.trace_id, row.span_id])).toEqual([
    ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"],
    [undefined, undefined],
  ]);
});

test("a header that contradicts the key's label is refused, and no call is made", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    {},
    {
      attribution: { team: "search" },
    },
  );

  const response = await gateway.post("/v1/chat/completions", request, {
    "x-headgate-team": "ads",
  });

  expect(response.status).toBe(400);
  expect(response.headers.get("x-headgate-error")).toBe("header_invalid");
  expect(await response.text()).toContain('bound to team \\"search\\"');
  expect(provider.received).toEqual([]);
});

test.each([
  ["no key", {}, 401, "key_missing"],
  ["a key that is none of ours", { authorization: "Bearer sk-openai" }, 401, "key_unknown"],
  ["an invented key", { "x-api-key": `hg_${"a".repeat(43)}` }, 401, "key_unknown"],
])("%s is refused", async (_title, headers, status, code) => {
  const { gateway } = await open([json(200, completion)]);

  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify(request),
    headers: headers as Record<string, string>,
  });

  expect(response.status).toBe(status);
  expect(response.headers.get("x-headgate-error")).toBe(code);
});

test.each([
  ["text that is no JSON", '{"model": "gpt-5-mini", ', 400, "body_malformed"],
  ["JSON that is no object", "[1]", 400, "body_malformed"],
  [
    "a body that is not UTF-8",
    Buffer.from([0x7b, 0xff, 0x7d]).toString("latin1"),
    400,
    "body_malformed",
  ],
  ["a model that is no text", '{"model": 5}', 400, "body_invalid"],
  [
    "a body over the limit",
    `{"model":"gpt-5-mini","user":"${"x".repeat(5000)}"}`,
    413,
    "body_too_large",
  ],
])("%s is one clear error", async (_title, body, status, code) => {
  const { gateway, provider } = await open([json(200, completion)], {
    limits: { max_body_bytes: 4096 },
  });

  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    body: Buffer.from(body, "latin1"),
    headers: { authorization: `Bearer ${gateway.secret}` },
  });

  expect([response.status, response.headers.get("x-headgate-error")]).toEqual([status, code]);
  expect((await response.json()) as unknown).toHaveProperty("error.message");
  expect(provider.received).toEqual([]);
});

test("unknown paths and wrong methods are told apart", async () => {
  const { gateway } = await open([json(200, completion)]);
  const authorization = `Bearer ${gateway.secret}`;

  const path = await fetch(`${gateway.url}/v1/chat/complete`, {
    method: "POST",
    headers: { authorization },
  });
  const method = await fetch(`${gateway.url}/v1/chat/completions`, { headers: { authorization } });

  expect([path.status, path.headers.get("x-headgate-error")]).toEqual([404, "path_unknown"]);
  expect([method.status, method.headers.get("x-headgate-error")]).toEqual([
    405,
    "method_not_allowed",
  ]);
});

test("a provider's own error passes as it is and costs nothing", async () => {
  const error = {
    error: { message: "Unknown model", type: "invalid_request_error", code: "model_not_found" },
  };
  const { gateway, provider } = await open([json(404, error)]);

  const response = await gateway.post("/v1/chat/completions", request);

  expect(response.status).toBe(404);
  expect(response.headers.get("x-headgate-error")).toBeNull();
  expect(await response.json()).toEqual(error);
  expect(provider.received).toHaveLength(1);
  const [row] = gateway.rows();
  expect(row?.outcome).toBe("provider_error");
  expect(row?.charge.effective_cost).toBe("0.000000000000");
});

test("a failing provider is tried again, and every attempt is a row", async () => {
  const { gateway } = await open([json(500, "oops"), json(200, completion)], {
    retries: { first_delay_ms: 1 },
  });

  const response = await gateway.post("/v1/chat/completions", request);

  expect(response.status).toBe(200);
  expect(response.headers.get("x-headgate-attempts")).toBe("2");
  expect(gateway.rows().map((row) => [row.attempt, row.outcome, row.final])).toEqual([
    [0, "provider_error", false],
    [1, "completed", true],
  ]);
});

test("when all tries fail, the client gets the provider's last error as it was", async () => {
  const { gateway } = await open([json(503, { error: { message: "overloaded" } })], {
    retries: { first_delay_ms: 1, attempts_per_target: 3 },
  });

  const response = await gateway.post("/v1/chat/completions", request);

  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ error: { message: "overloaded" } });
  expect(gateway.rows().map((row) => row.final)).toEqual([false, false, true]);
});

test("a rate limit without a time goes straight to the fallback, with the fallback's model name", async () => {
  const second = await scriptedProvider(json(200, completion));
  opened.push(second);
  const first = await scriptedProvider(json(429, { error: { message: "slow down" } }));
  opened.push(first);
  const gateway = await openGateway({
    providers: {
      main: { kind: "openai", base_url: `${first.url}/v1`, api_key: "sk-1" },
      spare: {
        kind: "openai-compatible",
        base_url: `${second.url}/v1`,
        api_key: "sk-2",
        prices: "openai",
      },
    },
    models: { fast: ["main/gpt-5-mini", "spare/gpt-5-mini-copy"] },
  });
  opened.push(gateway);

  const body = `{"messages": [], "model":"fast" , "n":1}`;
  const response = await gateway.post("/v1/chat/completions", body);

  expect(response.status).toBe(200);
  expect(response.headers.get("x-headgate-provider")).toBe("spare");
  expect(first.received).toHaveLength(1);
  expect(second.received[0]?.body.toString()).toBe(
    `{"messages": [], "model":"gpt-5-mini-copy" , "n":1}`,
  );
  expect(gateway.rows().map((row) => [row.provider, row.request_model, row.sent_model])).toEqual([
    ["main", "fast", "gpt-5-mini"],
    ["spare", "fast", "gpt-5-mini-copy"],
  ]);
});

test("a provider that is not there is tried again and then told", async () => {
  const gone = await scriptedProvider(json(200, completion));
  await gone.close();
  const gateway = await openGateway({
    providers: { openai: { kind: "openai", base_url: `${gone.url}/v1` } },
    retries: { first_delay_ms: 1 },
  });
  opened.push(gateway);

  const response = await gateway.post("/v1/chat/completions", request);

  expect([response.status, response.headers.get("x-headgate-error")]).toEqual([
    502,
    "provider_unreachable",
  ]);
  expect(gateway.rows().map((row) => [row.outcome, row.charge.effective_cost])).toEqual([
    ["unreachable", "0.000000000000"],
    ["unreachable", "0.000000000000"],
  ]);
});

test("a provider that keeps failing is left alone until its circuit closes", async () => {
  const { gateway, provider } = await open([json(500, "oops")], {
    retries: { attempts_per_target: 1 },
    circuit_breaker: { failures: 2, open_ms: 60_000 },
  });

  const statuses: (string | null)[] = [];
  for (let call = 0; call < 4; call++) {
    const response = await gateway.post("/v1/chat/completions", request);
    statuses.push(response.headers.get("x-headgate-error"));
  }

  expect(statuses).toEqual([null, null, "circuit_open", "circuit_open"]);
  expect(provider.received).toHaveLength(2);
});

test("a provider that never answers ends in a timeout whose cost is unknown, and is not asked twice", async () => {
  const provider = await scriptedProvider(() => undefined);
  opened.push(provider);
  const gateway = await openGateway({
    providers: {
      openai: { kind: "openai", base_url: `${provider.url}/v1`, first_byte_timeout_ms: 300 },
    },
  });
  opened.push(gateway);

  const response = await gateway.post("/v1/chat/completions", request);

  expect([response.status, response.headers.get("x-headgate-error")]).toEqual([
    504,
    "provider_timeout",
  ]);
  expect(provider.received).toHaveLength(1);
  const [row] = gateway.rows();
  expect([row?.outcome, row?.charge.confidence, row?.charge.effective_cost]).toEqual([
    "timed_out",
    "unknown",
    null,
  ]);
});

test("an answer that breaks off is an error, not a shorter answer", async () => {
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"id": "chatcmpl-1", ');
      setImmediate(() => response.destroy());
    },
  ]);

  const response = await gateway.post("/v1/chat/completions", request);

  expect([response.status, response.headers.get("x-headgate-error")]).toEqual([
    502,
    "provider_response_broken",
  ]);
  expect(gateway.rows()[0]).toMatchObject({
    outcome: "interrupted",
    charge: { confidence: "unknown" },
  });
});

test("a call in a model without a price is unpriced, not free", async () => {
  const { gateway } = await open([json(200, { ...completion, model: "gpt-from-tomorrow" })]);

  await gateway.post("/v1/chat/completions", { ...request, model: "gpt-from-tomorrow" });

  const [row] = gateway.rows();
  expect(row?.charge).toMatchObject({
    confidence: "unknown",
    list_cost: null,
    effective_cost: null,
  });
  expect(row?.usage).toEqual({ input: 1000, output: 100 });
});

test("a client's own id of a call is a label: calls under one id are told apart and all counted", async () => {
  const { gateway } = await open([json(200, completion)]);
  const named = { "x-headgate-client-call-id": "job-7" };

  const first = await gateway.post("/v1/chat/completions", request, named);
  const second = await gateway.post("/v1/chat/completions", request, named);
  const wrong = await gateway.post("/v1/chat/completions", request, {
    "x-headgate-client-call-id": "job 7",
  });

  const ids = [first, second].map((response) => response.headers.get("x-headgate-call-id"));
  expect(new Set(ids).size).toBe(2);
  expect(wrong.headers.get("x-headgate-error")).toBe("header_invalid");
  expect(gateway.rows().map((row) => [row.call_id, row.client_call_id])).toEqual(
    ids.map((id) => [id, "job-7"]),
  );
});

test("a key that was revoked stops working, and a new one works at once", async () => {
  const { openSqliteState, dataDirectory } = await import("@headgate/ledger");
  const { gateway } = await open([json(200, completion)]);
  const paths = dataDirectory(gateway.data);
  const state = await openSqliteState({ path: paths.state });

  const [old] = await state.listKeys();
  const made = await state.createKey({ name: "new", attribution: {}, tags: {}, nowMs: Date.now() });
  await state.revokeKey(old?.id ?? "", Date.now());
  await state.publishKeys(paths.keys);
  await state.close();
  const fresh = await gateway.post("/v1/chat/completions", request, {
    authorization: `Bearer ${made.secret}`,
  });
  const revoked = await gateway.post("/v1/chat/completions", request);

  expect(fresh.status).toBe(200);
  expect(revoked.headers.get("x-headgate-error")).toBe("key_unknown");
});

test("a port that is taken is told with its number", async () => {
  const { gateway } = await open([json(200, completion)]);
  const { startGateway } = await import("./start-gateway.ts");
  const { configSchema } = await import("@headgate/contract");
  const { pino } = await import("pino");
  const port = Number(new URL(gateway.url).port);

  await expect(
    startGateway({
      config: configSchema.parse({ listen: { port } }),
      data: gateway.data,
      log: pino({ level: "silent" }),
    }),
  ).rejects.toMatchObject({ code: "port_taken", details: { port } });
});

test("on closing, calls under way end and are recorded, and new ones are refused", async () => {
  let answer: (() => void) | undefined;
  const { gateway, provider } = await open([
    (response, received) => {
      answer = () => json(200, completion)(response, received);
    },
  ]);

  const underWay = gateway.post("/v1/chat/completions", request);
  await expect.poll(() => provider.received.length).toBe(1);
  const closed = gateway.gateway.close();
  answer?.();

  expect((await underWay).status).toBe(200);
  await closed;
  expect(gateway.rows().map((row) => row.outcome)).toEqual(["completed"]);
});

test("a changed configuration holds for the next call, and the one under way ends under the old", async () => {
  const { configSchema } = await import("@headgate/contract");
  let answer: (() => void) | undefined;
  const { gateway, provider } = await open([
    (response, received) => {
      answer = () => json(200, completion)(response, received);
    },
  ]);
  const second = await scriptedProvider(json(200, completion));
  opened.push(second);

  const underWay = gateway.post("/v1/chat/completions", request);
  await expect.poll(() => provider.received.length).toBe(1);
  gateway.gateway.reconfigure(
    configSchema.parse({
      providers: { openai: { kind: "openai", base_url: `${second.url}/v1` } },
      limits: { max_body_bytes: 200 },
    }),
  );
  const next = await gateway.post("/v1/chat/completions", request);
  const large = await gateway.post("/v1/chat/completions", { ...request, user: "x".repeat(300) });
  answer?.();

  expect([(await underWay).status, next.status]).toEqual([200, 200]);
  expect(second.received).toHaveLength(1);
  expect(large.headers.get("x-headgate-error")).toBe("body_too_large");
});

test("a call's time limit holds while the provider keeps silent, and no other provider is asked then", async () => {
  const silent = await scriptedProvider(() => undefined);
  opened.push(silent);
  const spare = await scriptedProvider(json(200, completion));
  opened.push(spare);
  const gateway = await openGateway({
    providers: {
      main: { kind: "openai", base_url: `${silent.url}/v1` },
      spare: { kind: "openai", base_url: `${spare.url}/v1` },
    },
    models: { fast: ["main/gpt-5-mini", "spare/gpt-5-mini"] },
    limits: { call_timeout_ms: 3_000 },
  });
  opened.push(gateway);

  const response = await gateway.post("/v1/chat/completions", { ...request, model: "fast" });

  expect(response.headers.get("x-headgate-error")).toBe("provider_timeout");
  expect(spare.received).toEqual([]);
  expect(gateway.rows().map((row) => [row.outcome, row.final])).toEqual([["timed_out", true]]);
});

test("closing does not wait longer than the drain time for a provider that keeps silent", async () => {
  const silent = await scriptedProvider(() => undefined);
  opened.push(silent);
  const gateway = await openGateway({
    providers: { openai: { kind: "openai", base_url: `${silent.url}/v1` } },
    limits: { drain_timeout_ms: 200 },
  });
  opened.push(gateway);

  const call = gateway.post("/v1/chat/completions", request);
  await expect.poll(() => silent.received.length).toBe(1);
  await gateway.gateway.close();

  expect((await call).headers.get("x-headgate-error")).toBe("provider_timeout");
  expect(gateway.rows().map((row) => row.outcome)).toEqual(["timed_out"]);
});

test("a model name of the operator's own does not lend its price to what was sent", async () => {
  const unknown = { ...completion, model: "gpt-99-secret" };
  const { gateway } = await open([json(200, unknown)], {
    models: { "gpt-5-mini": ["openai/gpt-99-secret"] },
  });

  await gateway.post("/v1/chat/completions", request);

  expect(gateway.rows()[0]?.charge.confidence).toBe("unknown");
});

test("a body that does not arrive in time is told with its code", async () => {
  const { gateway, provider } = await open([json(200, completion)], {
    limits: { body_timeout_ms: 100 },
  });
  const { Readable } = await import("node:stream");
  const stalled = new Readable({ read: () => undefined });
  stalled.push("{");

  const { request: send } = await import("undici");
  const answer = await send(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    body: stalled,
    headers: { authorization: `Bearer ${gateway.secret}` },
  });

  expect([answer.statusCode, answer.headers["x-headgate-error"]]).toEqual([408, "body_timeout"]);
  expect(provider.received).toEqual([]);
  stalled.destroy();
  await answer.body.dump();
});

test("when the fallback's circuit is open, the first provider's error is the final attempt", async () => {
  const down = await scriptedProvider(json(500, "oops"));
  opened.push(down);
  const first = await scriptedProvider(json(503, { error: { message: "busy" } }));
  opened.push(first);
  const gateway = await openGateway({
    providers: {
      main: { kind: "openai", base_url: `${first.url}/v1` },
      spare: { kind: "openai", base_url: `${down.url}/v1` },
    },
    models: { fast: ["main/gpt-5-mini", "spare/gpt-5-mini"], spare: ["spare/gpt-5-mini"] },
    retries: { attempts_per_target: 1 },
    circuit_breaker: { failures: 1, open_ms: 60_000 },
  });
  opened.push(gateway);

  await gateway.post("/v1/chat/completions", { ...request, model: "spare" });
  const response = await gateway.post("/v1/chat/completions", { ...request, model: "fast" });

  expect([response.status, response.headers.get("x-headgate-provider")]).toEqual([503, "main"]);
  expect(gateway.rows().map((row) => [row.provider, row.final])).toEqual([
    ["spare", true],
    ["main", true],
  ]);
});
