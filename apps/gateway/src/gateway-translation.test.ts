import { expect, test } from "vitest";
import { completion, open, opened } from "./gateway-case.fixture.ts";
import {
  type Answer,
  events,
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";
import { chat, message, sse } from "./translated-call.fixture.ts";

const error = (type: string, text: string) => ({ type: "error", error: { type, message: text } });

/** A gateway in front of a scripted Anthropic and a scripted OpenAI. */
async function openBoth(
  anthropicAnswers: readonly Answer[],
  openaiAnswers: readonly Answer[],
  config: Partial<Parameters<typeof openGateway>[0]> = {},
): Promise<{ gateway: OpenGateway; anthropic: ScriptedProvider; openai: ScriptedProvider }> {
  const anthropic = await scriptedProvider(...anthropicAnswers);
  const openai = await scriptedProvider(...openaiAnswers);
  opened.push(anthropic, openai);
  const gateway = await openGateway({
    providers: {
      anthropic: { kind: "anthropic", base_url: anthropic.url, api_key: "sk-ant" },
      openai: { kind: "openai", base_url: `${openai.url}/v1`, api_key: "sk-oai" },
    },
    retries: { attempts_per_target: 1 },
    ...config,
  });
  opened.push(gateway);
  return { gateway, anthropic, openai };
}

test("a provider named in the model gets its own format, and the row holds its own usage", async () => {
  const { gateway, anthropic } = await openBoth([json(200, message)], []);

  const response = await gateway.post("/v1/chat/completions", chat, {
    "openai-beta": "assistants=v2",
    "x-stainless-lang": "js",
  });

  const [received] = anthropic.received;
  expect(received?.path).toBe("/v1/messages");
  expect(received?.headers["x-api-key"]).toBe("sk-ant");
  expect(received?.headers["anthropic-version"]).toBe("2023-06-01");
  expect(received?.headers).not.toHaveProperty("openai-beta");
  expect(received?.headers).not.toHaveProperty("x-stainless-lang");
  expect(JSON.parse(String(received?.body))).toEqual({
    model: "claude-sonnet-5",
    max_tokens: 50,
    messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  });
  expect(response.headers.get("x-headgate-translation-lost")).toBeNull();
  expect(await response.json()).toMatchObject({
    object: "chat.completion",
    choices: [{ message: { content: "Hi" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 },
  });
  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({
    wire_format: "openai.chat_completions",
    provider: "anthropic",
    sent_model: "claude-sonnet-5",
    response_model: "claude-sonnet-5",
    usage: { input: 100, cache_read: 900, output: 50 },
    raw_usage: message.usage,
  });
});

test("a provider of another format is never chosen by itself", async () => {
  const { gateway, anthropic, openai } = await openBoth(
    [json(200, message)],
    [json(200, completion)],
  );

  await gateway.post("/v1/chat/completions", { ...chat, model: "claude-sonnet-5" });

  expect(anthropic.received).toHaveLength(0);
  expect(openai.received).toHaveLength(1);
});

test("a provider named in the header is asked for the model of the body", async () => {
  const { gateway, openai } = await openBoth([], [json(200, completion)]);

  const response = await gateway.post(
    "/v1/messages",
    { model: "gpt-5-mini", max_tokens: 5, messages: [{ role: "user", content: "Hello" }] },
    { "x-headgate-provider": "openai" },
  );

  expect(JSON.parse(String(openai.received[0]?.body))).toMatchObject({ model: "gpt-5-mini" });
  expect(await response.json()).toMatchObject({ type: "message" });
});

test("Azure is asked in its own paths, for the deployment, by a client of Anthropic's", async () => {
  const azure = await scriptedProvider(json(200, completion));
  opened.push(azure);
  const gateway = await openGateway({
    providers: {
      azure: { kind: "azure-openai", base_url: azure.url, api_key: "az-key" },
    },
  });
  opened.push(gateway);

  const response = await gateway.post("/v1/messages", {
    model: "azure/gpt-5-mini",
    max_tokens: 5,
    messages: [{ role: "user", content: "Hello" }],
  });

  expect(azure.received[0]?.path).toBe("/openai/v1/chat/completions");
  expect(azure.received[0]?.headers["api-key"]).toBe("az-key");
  expect(await response.json()).toMatchObject({ type: "message", usage: { input_tokens: 1000 } });
});

test("what has no translation is a mismatch as before", async () => {
  const { gateway } = await openBoth([json(200, message)], []);

  const response = await gateway.post(
    "/v1/embeddings",
    { model: "m", input: "x" },
    { "x-headgate-provider": "anthropic" },
  );

  expect(response.status).toBe(400);
  expect(response.headers.get("x-headgate-error")).toBe("provider_mismatch");
});

test("what cannot be carried over is refused by name, and nothing is sent", async () => {
  const { gateway, anthropic } = await openBoth([json(200, message)], []);

  const response = await gateway.post("/v1/chat/completions", { ...chat, seed: 7, logprobs: true });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: {
      code: "translation_unsupported",
      message: expect.stringMatching(/logprobs.*seed/) as string,
    },
  });
  expect(anthropic.received).toHaveLength(0);
});

test("where the policy is to report, the call goes on and a header names what was left out", async () => {
  const { gateway, anthropic } = await openBoth([json(200, message)], [], {
    translation: { unsupported: "report" },
  });

  const response = await gateway.post("/v1/chat/completions", {
    ...chat,
    max_completion_tokens: null,
    seed: 7,
    "naïve\n": 1,
  });

  expect(response.status).toBe(200);
  expect(response.headers.get("x-headgate-translated")).toBe(
    "openai.chat_completions->anthropic.messages",
  );
  expect(response.headers.get("x-headgate-translation-lost")).toBe("na?ve?, seed");
  expect(response.headers.get("x-headgate-translation-approximated")).toBe("max_completion_tokens");
  expect(JSON.parse(String(anthropic.received[0]?.body))).not.toHaveProperty("seed");
});

test("a fallback may speak another format: the client sees one format all along", async () => {
  const { gateway, openai } = await openBoth(
    [json(529, error("overloaded_error", "Overloaded"))],
    [json(200, completion)],
    { models: { best: ["anthropic/claude-sonnet-5", "openai/gpt-5-mini"] } },
  );

  const response = await gateway.post("/v1/messages", {
    model: "best",
    max_tokens: 20,
    messages: [{ role: "user", content: "Hello" }],
  });

  expect(JSON.parse(String(openai.received[0]?.body))).toMatchObject({
    model: "gpt-5-mini",
    max_completion_tokens: 20,
  });
  expect(await response.json()).toMatchObject({
    type: "message",
    content: [{ type: "text", text: "Hi" }],
    usage: { input_tokens: 1000, output_tokens: 100 },
  });
  expect(response.headers.get("x-headgate-provider")).toBe("openai");
  expect(await gateway.rowsWhen(2)).toMatchObject([
    { provider: "anthropic", final: false, outcome: "provider_error" },
    { provider: "openai", final: true, outcome: "completed" },
  ]);
});

test("a fallback that cannot carry the call is passed over, and the first failure is told", async () => {
  const { gateway, openai } = await openBoth(
    [json(529, error("overloaded_error", "Overloaded"))],
    [json(200, completion)],
    { models: { best: ["anthropic/claude-sonnet-5", "openai/gpt-5-mini"] } },
  );

  const response = await gateway.post("/v1/messages", {
    model: "best",
    max_tokens: 20,
    top_k: 5,
    messages: [{ role: "user", content: "Hello" }],
  });

  expect(response.status).toBe(529);
  expect(await response.json()).toEqual(error("overloaded_error", "Overloaded"));
  expect(openai.received).toHaveLength(0);
});

test("errors that are kept for a fallback and errors that are not come in the client's format", async () => {
  const { gateway } = await openBoth(
    [
      json(529, error("overloaded_error", "Overloaded")),
      json(400, error("invalid_request_error", "max_tokens: too many")),
    ],
    [json(429, { error: { message: "Slow down", type: "rate_limit_error" } })],
    { models: { best: ["anthropic/claude-sonnet-5", "anthropic/claude-haiku-4-5"] } },
  );

  const first = await gateway.post("/v1/chat/completions", { ...chat, model: "best" });
  const second = await gateway.post("/v1/messages", {
    model: "openai/gpt-5-mini",
    max_tokens: 5,
    messages: [{ role: "user", content: "Hello" }],
  });

  expect(first.status).toBe(400);
  expect(await first.json()).toEqual({
    error: {
      message: "max_tokens: too many",
      type: "invalid_request_error",
      param: null,
      code: "invalid_request_error",
    },
  });
  expect(second.status).toBe(429);
  expect(await second.json()).toMatchObject({
    type: "error",
    error: { type: "rate_limit_error", message: "Slow down" },
  });
});

test("the row of a translated stream is written before the client sees its end", async () => {
  const { gateway } = await openBoth(
    [
      events(
        sse("message_start", { message: { ...message, content: [], stop_reason: null } }),
        sse("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
        sse("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hi" } }),
        sse("content_block_stop", { index: 0 }),
        sse("message_delta", { delta: { stop_reason: "end_turn" }, usage: { output_tokens: 50 } }),
        sse("message_stop", {}),
      ),
    ],
    [],
  );

  const response = await gateway.post("/v1/chat/completions", {
    ...chat,
    stream: true,
    stream_options: { include_usage: true },
  });
  let rowsAtEnd: number | undefined;
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString("utf8");
    if (rowsAtEnd === undefined && text.includes("[DONE]")) rowsAtEnd = gateway.rows().length;
  }

  expect(rowsAtEnd).toBe(1);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(text).toContain('"content":"Hi"');
  expect(text).toContain('"prompt_tokens":1000');
  expect(gateway.rows()[0]).toMatchObject({ stream: true, outcome: "completed" });
});

test("an error within a stream becomes the client's error event, and no second one follows", async () => {
  const { gateway } = await openBoth(
    [
      events(
        sse("message_start", { message: { ...message, content: [], stop_reason: null } }),
        sse("error", { error: { type: "overloaded_error", message: "Overloaded" } }),
      ),
    ],
    [],
  );

  const response = await gateway.post("/v1/chat/completions", { ...chat, stream: true });
  const text = await response.text();

  expect(text.match(/"error"/g)).toHaveLength(1);
  expect(text).toContain('"message":"Overloaded"');
  expect(text).not.toContain("[DONE]");
  expect((await gateway.rowsWhen(1))[0]).toMatchObject({ outcome: "provider_error" });
});

test("an answer that breaks off or is no JSON is told in the client's format", async () => {
  const { gateway } = await openBoth([json(200, '{"type":"message","content":[')], []);

  const response = await gateway.post("/v1/chat/completions", chat);

  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ error: { code: "provider_response_broken" } });
});

test("calls that need no translation pass byte for byte as ever", async () => {
  const body =
    '{ "model":"gpt-5-mini",\n "messages":[{"role":"user","content":"H\\u0069"}], "n":2 }';
  const { gateway, provider } = await open([json(200, completion)]);

  const response = await gateway.post("/v1/chat/completions", body);

  expect(String(provider.received[0]?.body)).toBe(body);
  expect(response.headers.get("x-headgate-translated")).toBeNull();
  expect(await response.text()).toBe(JSON.stringify(completion));
});
