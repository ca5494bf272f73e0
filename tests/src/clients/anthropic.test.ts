import Anthropic, {
  APIUserAbortError,
  AuthenticationError,
  NotFoundError,
} from "@anthropic-ai/sdk";
import type { LedgerRow } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let client: Anthropic;
beforeAll(async () => {
  stack = await startStack();
  client = new Anthropic({ baseURL: stack.url, apiKey: stack.secret, maxRetries: 0 });
});
afterAll(async () => {
  await stack.stop();
});

const model = "claude-sonnet-5";
const messages = [{ role: "user" as const, content: "Tell me about the tides" }];

const ledgered = (callId: string | null | undefined) => ledgeredAttempt(stack, callId);

test("messages: the ledger's usage is the usage that the client was told", async () => {
  const { data, response } = await client.messages
    .create({ model, max_tokens: 200, messages })
    .withResponse();

  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(data.content[0]?.type).toBe("text");
  expect(attempt.usage.input).toBe(data.usage.input_tokens);
  expect(attempt.usage.output).toBe(data.usage.output_tokens);
  expect(attempt.charge.confidence).toBe("exact");
});

test("cache writes of five minutes and of an hour, and reads, are told apart and priced apart", async () => {
  const system = [
    {
      type: "text" as const,
      text: "rule ".repeat(3000),
      cache_control: { type: "ephemeral" as const, ttl: "1h" as const },
    },
    {
      type: "text" as const,
      text: "example ".repeat(2000),
      cache_control: { type: "ephemeral" as const },
    },
  ];
  const ask = () =>
    client.messages.create({ model, max_tokens: 50, system, messages }).withResponse();

  const first = await ask();
  const written = await ledgered(first.response.headers.get("x-headgate-call-id"));
  const second = await ask();
  const read = await ledgered(second.response.headers.get("x-headgate-call-id"));

  expect(written.usage).toMatchObject({ cache_write_1h: 3000, cache_write_5m: 2000 });
  expect(read.usage.cache_read).toBe(5000);
  // Claude Sonnet 5: $2 per million; an hour's write is double, five minutes' 1.25 times, a read a tenth.
  const cost = (row: LedgerRow, component: string) =>
    row.charge.lines.find((line) => line.component === component)?.list_cost;
  expect(cost(written, "cache_write_1h")).toBe("0.012000000000");
  expect(cost(written, "cache_write_5m")).toBe("0.005000000000");
  expect(cost(read, "cache_read")).toBe("0.001000000000");
});

test.each([false, true])(
  "an advisor within a message is charged at its own prices (stream: %s)",
  async (stream) => {
    const { data, response } = await client.beta.messages
      .create({
        model,
        max_tokens: 200,
        messages: [{ role: "user", content: "Ask the advisor about the tides" }],
        tools: [{ type: "advisor_20260301", name: "advisor", model: "claude-opus-4-8" }],
        betas: ["advisor-tool-2026-03-01"],
        stream,
      })
      .withResponse();
    if (Symbol.asyncIterator in data) for await (const _event of data);

    const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
    expect(attempt.usage.input).toBe(6);
    expect(attempt.other_usage).toMatchObject([
      { model: "claude-opus-4-8", usage: { input: 6, output: 60 } },
    ]);
    // 6 × $5 and 60 × $25 per million
    const advice = attempt.charge.lines.filter((line) => line.model === "claude-opus-4-8");
    expect(advice.map((line) => line.list_cost)).toEqual(["0.000030000000", "0.001500000000"]);
    expect(attempt.charge.confidence).toBe("exact");
  },
);

test("streaming: events arrive in order, and usage is read from them", async () => {
  const callId = `anthropic-stream-${Date.now()}`;
  const stream = client.messages.stream(
    { model, max_tokens: 200, messages },
    { headers: { "x-headgate-client-call-id": callId } },
  );

  const final = await stream.finalMessage();

  const attempt = await ledgered(callId);
  expect(final.stop_reason).not.toBeNull();
  expect(attempt.usage.output).toBe(final.usage.output_tokens);
});

test("tools: the input fits the schema", async () => {
  const message = await client.messages.create({
    model,
    max_tokens: 200,
    messages,
    tools: [
      {
        name: "get_weather",
        input_schema: {
          type: "object",
          properties: { city: { type: "string" } },
          required: ["city"],
        },
      },
    ],
    tool_choice: { type: "tool", name: "get_weather" },
  });

  const use = message.content.find((block) => block.type === "tool_use");
  expect(message.stop_reason).toBe("tool_use");
  expect(use?.input).toEqual({ city: expect.any(String) as string });
});

test("count_tokens costs nothing, and says so", async () => {
  const { data, response } = await client.messages.countTokens({ model, messages }).withResponse();

  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(data.input_tokens).toBe(5);
  expect(attempt.operation).toBe("count_tokens");
  expect(attempt.charge.effective_cost).toBe("0.000000000000");
});

test("models are listed in Anthropic's shape", async () => {
  const page = await client.models.list();

  expect(page.data[0]?.type).toBe("model");
});

test("errors come as the client's own classes: the provider's, and Headgate's", async () => {
  const stranger = new Anthropic({ baseURL: stack.url, apiKey: "hg_unknown", maxRetries: 0 });

  await expect(
    client.messages.create({ model: "claude-none", max_tokens: 5, messages }),
  ).rejects.toBeInstanceOf(NotFoundError);
  await expect(stranger.messages.create({ model, max_tokens: 5, messages })).rejects.toSatisfy(
    (error) => error instanceof AuthenticationError && error.message.includes("key"),
  );
});

test("abort: the prompt is charged as the provider told it, the answer by what had come", async () => {
  const callId = `anthropic-abort-${Date.now()}`;
  const stream = client.messages.stream(
    { model, max_tokens: 1000, messages },
    {
      headers: {
        "x-headgate-client-call-id": callId,
        "x-simulator-token-interval-ms": "20",
        "x-simulator-output-tokens": "500",
      },
    },
  );
  let deltas = 0;
  stream.on("text", () => {
    deltas += 1;
    if (deltas === 5) stream.abort();
  });
  await expect(stream.finalMessage()).rejects.toBeInstanceOf(APIUserAbortError);

  const attempt = await ledgered(callId);
  expect(attempt.outcome).toBe("client_closed");
  expect(attempt.usage.input).toBe(5);
  expect(attempt.charge.confidence).toBe("estimated");
});
