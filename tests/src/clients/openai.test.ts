import OpenAI, {
  APIUserAbortError,
  AuthenticationError,
  NotFoundError,
  RateLimitError,
} from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let client: OpenAI;
beforeAll(async () => {
  stack = await startStack();
  client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: stack.secret, maxRetries: 0 });
});
afterAll(async () => {
  await stack.stop();
});

const messages = [{ role: "user" as const, content: "Tell me about the tides" }];
const weather = {
  type: "function" as const,
  function: {
    name: "get_weather",
    description: "Weather of a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    },
  },
};

/** What the ledger says of one call, when it is there. */
const ledgered = (callId: string | null | undefined) => ledgeredAttempt(stack, callId);

test("chat: the ledger's usage is the usage that the client was told", async () => {
  const { data, response } = await client.chat.completions
    .create({ model: "gpt-4o-mini", messages })
    .withResponse();

  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(data.choices[0]?.message.content).not.toBe("");
  expect(attempt.outcome).toBe("completed");
  expect(attempt.usage.input).toBe(data.usage?.prompt_tokens);
  expect(attempt.usage.output).toBe(data.usage?.completion_tokens);
  expect(attempt.charge.effective_cost).not.toBeNull();
});

test("streamed chat: text arrives, and usage is in the ledger though the client did not ask", async () => {
  const { data: stream, response } = await client.chat.completions
    .create({ model: "gpt-4o-mini", messages, stream: true })
    .withResponse();

  let text = "";
  let emptyChunks = 0;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (chunk.choices.length === 0) emptyChunks += 1;
  }

  expect(text).not.toBe("");
  expect(emptyChunks).toBe(0);
  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(attempt.usage_origin).toBe("provider");
  expect(attempt.usage.output).toBe(text.trim().split(/\s+/).length);
});

test("streamed chat with usage asked for: the client gets its usage chunk", async () => {
  const stream = client.chat.completions.stream({
    model: "gpt-4o-mini",
    messages,
    stream_options: { include_usage: true },
  });

  const usage = await stream.totalUsage();

  expect(usage.total_tokens).toBeGreaterThan(0);
});

test("tools: the call comes back with arguments that fit the schema", async () => {
  const completion = await client.chat.completions.create({
    model: "gpt-4o-mini",
    messages,
    tools: [weather],
    tool_choice: "required",
  });

  const call = completion.choices[0]?.message.tool_calls?.[0];
  expect(completion.choices[0]?.finish_reason).toBe("tool_calls");
  expect(call?.type === "function" && JSON.parse(call.function.arguments)).toEqual({
    city: expect.any(String) as string,
  });
});

test("structured output: the answer satisfies the schema", async () => {
  const completion = await client.chat.completions.parse({
    model: "gpt-4o-mini",
    messages,
    response_format: {
      type: "json_schema",
      json_schema: {
        name: "tide",
        strict: true,
        schema: {
          type: "object",
          properties: { high: { type: "boolean" }, place: { type: "string" } },
          required: ["high", "place"],
          additionalProperties: false,
        },
      },
    },
  });

  expect(completion.choices[0]?.message.parsed).toEqual({
    high: expect.any(Boolean) as boolean,
    place: expect.any(String) as string,
  });
});

test("responses: whole and streamed, with the same kind of usage", async () => {
  const whole = await client.responses
    .create({ model: "gpt-5-mini", input: "Tell me about the tides" })
    .withResponse();
  const attempt = await ledgered(whole.response.headers.get("x-headgate-call-id"));
  const reasoning = whole.data.usage?.output_tokens_details.reasoning_tokens;
  expect(whole.data.output_text).not.toBe("");
  expect((attempt.usage.output ?? Number.NaN) + (attempt.usage.reasoning ?? 0)).toBe(
    whole.data.usage?.output_tokens,
  );
  expect(attempt.usage.reasoning ?? 0).toBe(reasoning);

  const { data: stream, response } = await client.responses
    .create({ model: "gpt-5-mini", input: "Tell me about the tides", stream: true })
    .withResponse();
  let completed: number | undefined;
  for await (const event of stream) {
    if (event.type === "response.completed") completed = event.response.usage?.input_tokens;
  }
  const streamed = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(streamed.usage.input).toBe(completed);
});

test("embeddings: input only, and priced", async () => {
  const { data, response } = await client.embeddings
    .create({ model: "text-embedding-3-small", input: ["one two", "three"] })
    .withResponse();

  expect(data.data).toHaveLength(2);
  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(attempt.usage).toEqual({ input: data.usage.prompt_tokens });
  expect(attempt.charge.effective_cost).not.toBeNull();
});

test("models: listed and looked up", async () => {
  const page = await client.models.list();
  const [first] = page.data;

  expect(first?.id).toBeTruthy();
  expect((await client.models.retrieve(first?.id ?? "")).id).toBe(first?.id);
});

test("errors come as the client's own classes: the provider's, and Headgate's", async () => {
  const stranger = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: "hg_unknown", maxRetries: 0 });

  await expect(
    client.chat.completions.create({ model: "no-such-model", messages }),
  ).rejects.toBeInstanceOf(NotFoundError);
  await expect(
    client.chat.completions.create(
      { model: "gpt-4o-mini", messages },
      { headers: { "x-simulator-fault": "rate-limit" } },
    ),
  ).rejects.toBeInstanceOf(RateLimitError);
  await expect(
    stranger.chat.completions.create({ model: "gpt-4o-mini", messages }),
  ).rejects.toSatisfy(
    (error) => error instanceof AuthenticationError && error.code === "key_unknown",
  );
});

test("abort: the stream stops, and what was produced is charged as an estimate", async () => {
  const callId = `abort-${Date.now()}`;
  const stream = await client.chat.completions.create(
    { model: "gpt-4o-mini", messages, stream: true },
    {
      headers: {
        "x-headgate-client-call-id": callId,
        "x-simulator-token-interval-ms": "20",
        "x-simulator-output-tokens": "500",
      },
    },
  );
  let chunks = 0;
  for await (const _chunk of stream) {
    chunks += 1;
    if (chunks === 5) stream.controller.abort();
  }

  const attempt = await ledgered(callId);
  expect(attempt.outcome).toBe("client_closed");
  expect(attempt.usage_origin).toBe("estimated");
  expect(attempt.charge.confidence).toBe("estimated");
  expect(attempt.usage.output).toBeLessThan(500);
});

test("abort before an answer: the client's own error, and the call is charged exactly all the same", async () => {
  const project = "left-early";
  const apiKey = await stack.createKey(project, { project });
  const hasty = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey, maxRetries: 0 });
  const abort = new AbortController();
  const call = hasty.chat.completions.create(
    { model: "gpt-4o-mini", messages },
    { signal: abort.signal, headers: { "x-simulator-latency-ms": "6000" } },
  );
  setTimeout(() => abort.abort(), 3_000);

  await expect(call).rejects.toBeInstanceOf(APIUserAbortError);
  const totals = await stack.settled(1, project);
  expect(totals.unpriced_attempts).toBe(0);
  expect(totals.output_tokens).toBeGreaterThan(0);
});
