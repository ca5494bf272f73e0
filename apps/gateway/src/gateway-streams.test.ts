import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { completion, open, opened, request } from "./gateway-case.fixture.ts";
import { events, json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const chunk = (content: string): string =>
  `data: {"id":"c","object":"chat.completion.chunk","model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}],"usage":null}\n\n`;
const usageChunk =
  'data: {"id":"c","object":"chat.completion.chunk","model":"gpt-5-mini-2025-08-07","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}}\n\n';
const done = "data: [DONE]\n\n";
const streamRequest = { ...request, stream: true };

test("a stream's usage is asked for, read, and kept from a client that did not ask", async () => {
  const { gateway, provider } = await open([events(chunk("Hel"), chunk("lo"), usageChunk, done)]);

  const response = await gateway.post("/v1/chat/completions", streamRequest);

  expect(await response.text()).toBe(chunk("Hel") + chunk("lo") + done);
  expect(JSON.parse(provider.received[0]?.body.toString() ?? "")).toEqual({
    ...streamRequest,
    stream_options: { include_usage: true },
  });
  expect(gateway.rows()[0]).toMatchObject({
    stream: true,
    usage: { input: 10, output: 2 },
    charge: { confidence: "exact", effective_cost: "0.000006500000" },
  });
});

test("a client that asks for usage gets the stream byte for byte", async () => {
  const { gateway, provider } = await open([events(chunk("Hi"), usageChunk, done)]);
  const body = JSON.stringify({ ...streamRequest, stream_options: { include_usage: true } });

  const response = await gateway.post("/v1/chat/completions", body);

  expect(await response.text()).toBe(chunk("Hi") + usageChunk + done);
  expect(provider.received[0]?.body.toString()).toBe(body);
});

test("a provider that refuses to be asked for usage is sent the client's stream request as it is", async () => {
  const stated =
    'data: {"id":"c","object":"chat.completion.chunk","model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}}\n\n';
  const provider = await scriptedProvider(events(chunk("Hi"), stated, done));
  opened.push(provider);
  const gateway = await openGateway({
    providers: {
      strict: {
        kind: "openai-compatible",
        base_url: `${provider.url}/v1`,
        stream_usage: "unasked",
        prices: "openai",
      },
    },
  });
  opened.push(gateway);
  const body = JSON.stringify({ ...streamRequest, model: "strict/gpt-5-mini" });

  const response = await gateway.post("/v1/chat/completions", body);

  expect(await response.text()).toBe(chunk("Hi") + stated + done);
  expect(JSON.parse(provider.received[0]?.body.toString() ?? "")).toEqual(streamRequest);
  expect(gateway.rows()[0]).toMatchObject({ usage: { input: 10, output: 2 }, stream: true });
});

test("the row is in the spool before the client sees the end of the stream", async () => {
  const { gateway } = await open([events(chunk("Hi"), usageChunk, done)]);

  const response = await gateway.post("/v1/chat/completions", streamRequest);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("[DONE]")) text += (await reader?.read())?.value ?? "";

  expect(gateway.rows()).toHaveLength(1);
});

test("a stream that breaks off ends with an error event and is charged by estimate", async () => {
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("one two three"));
      setTimeout(() => response.destroy(), 20);
    },
  ]);

  const response = await gateway.post("/v1/chat/completions", streamRequest);
  const text = await response.text();

  expect(text.startsWith(chunk("one two three"))).toBe(true);
  expect(text).toContain("provider_response_broken");
  expect(gateway.rows()[0]).toMatchObject({
    outcome: "interrupted",
    usage_origin: "estimated",
    charge: { confidence: "estimated" },
  });
});

test("a client that hangs up stops the provider and is charged for what was produced", async () => {
  const { gateway, provider } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("one two three"));
    },
  ]);
  const abort = new AbortController();

  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify(streamRequest),
    headers: { authorization: `Bearer ${gateway.secret}` },
    signal: abort.signal,
  });
  await response.body?.getReader().read();
  abort.abort();

  await provider.received[0]?.cut;
  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({
    outcome: "client_closed",
    usage_origin: "estimated",
    charge: { confidence: "estimated" },
  });
  expect(row?.usage.output).toBe(3);
});

test("a client that hangs up on an answer that is no stream is charged exactly", async () => {
  let answer: (() => void) | undefined;
  const { gateway, provider } = await open([
    (response, received) => {
      answer = () => json(200, completion)(response, received);
    },
  ]);
  const abort = new AbortController();

  const call = fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify(request),
    headers: { authorization: `Bearer ${gateway.secret}` },
    signal: abort.signal,
  }).catch((error: unknown) => String(error));
  await expect.poll(() => provider.received.length).toBe(1);
  abort.abort();
  await call;
  answer?.();

  const [row] = await gateway.rowsWhen(1);
  expect(row?.charge).toMatchObject({ confidence: "exact", effective_cost: "0.000450000000" });
});

test("a stream that cannot be read is reported as broken, and its cost is not made up", async () => {
  const { gateway } = await open([
    events(
      chunk("Hi"),
      'data: {"id": "c", "choices": [ ]], "usage": {"prompt_tokens": 3}\n\n',
      done,
    ),
  ]);

  const response = await gateway.post("/v1/chat/completions", streamRequest);
  await response.text();

  const [row] = gateway.rows();
  expect(row?.usage_origin).not.toBe("provider");
  expect(row?.charge.confidence).not.toBe("exact");
});

test("a stream whose provider goes silent ends in a timeout event, charged by estimate", async () => {
  const provider = await scriptedProvider((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk("one two three"));
  });
  opened.push(provider);
  const gateway = await openGateway({
    providers: {
      openai: { kind: "openai", base_url: `${provider.url}/v1`, idle_timeout_ms: 1000 },
    },
  });
  opened.push(gateway);

  const response = await gateway.post("/v1/chat/completions", streamRequest);

  expect(await response.text()).toContain("provider_timeout");
  expect(gateway.rows()[0]).toMatchObject({
    outcome: "timed_out",
    error_code: "provider_timeout",
    charge: { confidence: "estimated" },
  });
});

test("a compressed answer is passed on readable, and metered", async () => {
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
      response.end(gzipSync(chunk("Hi") + usageChunk + done));
    },
  ]);

  const response = await gateway.post("/v1/chat/completions", streamRequest);

  expect(await response.text()).toBe(chunk("Hi") + done);
  expect(gateway.rows()[0]?.usage).toEqual({ input: 10, output: 2 });
});

test("Anthropic's streams pass byte for byte, and cache writes are told apart", async () => {
  const provider = await scriptedProvider(
    events(
      'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5","content":[],"usage":{"input_tokens":10,"cache_creation_input_tokens":30,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10},"output_tokens":1,"service_tier":"standard"}}}\n\n',
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}\n\n',
      'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}\n\n',
      'event: message_stop\ndata: {"type":"message_stop"}\n\n',
    ),
  );
  opened.push(provider);
  const gateway = await openGateway({
    providers: { anthropic: { kind: "anthropic", base_url: provider.url, api_key: "sk-ant" } },
  });
  opened.push(gateway);
  const body = `{"max_tokens": 9,"model":"claude-sonnet-5", "stream":true,"messages":[]}`;

  const response = await fetch(`${gateway.url}/v1/messages`, {
    method: "POST",
    body,
    headers: { "x-api-key": gateway.secret, "anthropic-version": "2023-06-01" },
  });

  expect(await response.text()).toMatch(/^event: message_start[\s\S]*"message_stop"}\n\n$/);
  expect(provider.received[0]?.body.toString()).toBe(body);
  expect(provider.received[0]?.headers["x-api-key"]).toBe("sk-ant");
  expect(gateway.rows()[0]).toMatchObject({
    usage: { input: 10, cache_read: 5, cache_write_5m: 20, cache_write_1h: 10, output: 7 },
    charge: { confidence: "exact" },
  });
});

test("what a provider sends after the end of its stream still reaches the client", async () => {
  let late: (() => void) | undefined;
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("Hi") + usageChunk + done);
      late = () => response.end(": a word after the end\n\n");
    },
  ]);

  const response = await gateway.post("/v1/chat/completions", streamRequest);
  await gateway.rowsWhen(1);
  late?.();

  expect(await response.text()).toBe(`${chunk("Hi") + done}: a word after the end\n\n`);
});

test("a connection that breaks after the end of the stream is no error", async () => {
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("Hi") + usageChunk + done);
      setTimeout(() => response.destroy(), 50);
    },
  ]);

  const response = await gateway.post("/v1/chat/completions", streamRequest);

  expect(await response.text()).toBe(chunk("Hi") + done);
  expect(gateway.rows().map((row) => row.outcome)).toEqual(["completed"]);
});

test("a slow client that hangs up on a large answer is charged exactly all the same", async () => {
  const large = { ...completion, filler: "x".repeat(20_000_000) };
  const { gateway } = await open([json(200, large)]);
  const abort = new AbortController();

  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify(request),
    headers: { authorization: `Bearer ${gateway.secret}` },
    signal: abort.signal,
  });
  await response.body?.getReader().read();
  abort.abort();

  const [row] = await gateway.rowsWhen(1);
  expect(row?.charge).toMatchObject({ confidence: "exact", effective_cost: "0.000450000000" });
});
