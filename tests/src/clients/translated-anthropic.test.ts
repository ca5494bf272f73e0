import Anthropic, { APIUserAbortError, BadRequestError, NotFoundError } from "@anthropic-ai/sdk";
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

const model = "openai/gpt-4o-mini";
const system = "Answer briefly";
const messages = [{ role: "user" as const, content: "Tell me about the tides" }];
const weather = {
  name: "get_weather",
  input_schema: {
    type: "object" as const,
    properties: { city: { type: "string" } },
    required: ["city"],
  },
};

const ledgered = (callId: string | null | undefined) => ledgeredAttempt(stack, callId);

test("Anthropic's client gets GPT's answer, and the ledger charges what OpenAI reported", async () => {
  const { data, response } = await client.messages
    .create({ model, max_tokens: 300, system, messages })
    .withResponse();

  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(response.headers.get("x-headgate-translated")).toBe(
    "anthropic.messages->openai.chat_completions",
  );
  expect(data.content[0]?.type).toBe("text");
  expect(data.stop_reason).toBe("end_turn");
  expect(data.usage.input_tokens).toBe(7);
  expect(attempt.provider).toBe("openai");
  expect(attempt.usage.input).toBe(data.usage.input_tokens);
  expect(attempt.usage.output).toBe(data.usage.output_tokens);
  expect(attempt.raw_usage).toMatchObject({ prompt_tokens: 7 });
  expect(attempt.charge.effective_cost).not.toBeNull();
});

test("a prompt that OpenAI had cached counts apart from the input, as Anthropic's clients expect", async () => {
  const long = "rule ".repeat(3000);
  const ask = () => client.messages.create({ model, max_tokens: 20, system: long, messages });

  await ask();
  const { usage } = await ask();

  expect(usage.cache_read_input_tokens).toBeGreaterThan(1000);
  expect(usage.input_tokens + (usage.cache_read_input_tokens ?? Number.NaN)).toBe(3005);
});

test("a stream says what the whole message says", async () => {
  const whole = await client.messages.create({ model, max_tokens: 300, system, messages });

  const streamed = await client.messages
    .stream({ model, max_tokens: 300, system, messages })
    .finalMessage();

  expect(streamed.content).toMatchObject([
    { type: "text", text: (whole.content[0] as { text: string }).text },
  ]);
  expect(streamed.stop_reason).toBe(whole.stop_reason);
  expect(streamed.usage).toMatchObject({
    input_tokens: whole.usage.input_tokens,
    output_tokens: whole.usage.output_tokens,
  });
});

test("tools go the whole round, streamed: the call, its result, the answer", async () => {
  const first = await client.messages
    .stream({ model, max_tokens: 300, messages, tools: [weather], tool_choice: { type: "any" } })
    .finalMessage();
  const use = first.content.find((block) => block.type === "tool_use");
  if (use === undefined) throw new Error("no call");

  const second = await client.messages.create({
    model,
    max_tokens: 300,
    tools: [weather],
    messages: [
      ...messages,
      { role: "assistant", content: first.content },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: use.id, content: "sunny" }],
      },
    ],
  });

  expect(first.stop_reason).toBe("tool_use");
  expect(use.input).toEqual({ city: expect.any(String) as string });
  expect(second.content[0]?.type).toBe("text");
  expect(second.usage.input_tokens).toBe(6);
});

test("structured output satisfies the schema", async () => {
  const message = await client.messages.create({
    model,
    max_tokens: 300,
    messages,
    output_config: {
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          properties: { title: { type: "string" } },
          required: ["title"],
          additionalProperties: false,
        },
      },
    },
  });

  const [block] = message.content;
  expect(block?.type === "text" && JSON.parse(block.text)).toEqual({
    title: expect.any(String) as string,
  });
});

test("images and documents go on, and a thinking budget becomes an effort, which is said", async () => {
  const { data, response } = await client.messages
    .create({
      model: "openai/gpt-5-mini",
      max_tokens: 3000,
      thinking: { type: "enabled", budget_tokens: 2000 },
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this" },
            {
              type: "image",
              source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" },
            },
            {
              type: "document",
              source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" },
            },
          ],
        },
      ],
    })
    .withResponse();

  expect(response.headers.get("x-headgate-translation-approximated")).toBe("thinking");
  expect(data.usage.input_tokens).toBe(3);
  expect(data.usage.output_tokens_details?.thinking_tokens).toBeGreaterThan(0);
});

test("what OpenAI cannot be asked is refused by name", async () => {
  const refused = client.messages.create({
    model,
    max_tokens: 300,
    messages,
    tools: [{ type: "web_search_20250305", name: "web_search" }],
  });

  await expect(refused).rejects.toSatisfy(
    (error) => error instanceof BadRequestError && error.message.includes("tools[0]"),
  );
});

test("OpenAI's errors come as the client's own classes", async () => {
  await expect(
    client.messages.create({ model: "openai/gpt-none", max_tokens: 5, messages }),
  ).rejects.toSatisfy(
    (error) => error instanceof NotFoundError && error.message.includes("not_found_error"),
  );
});

test("abort: what had come is charged by estimate", async () => {
  const callId = `translated-abort-${Date.now()}`;
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
  expect(attempt.charge.confidence).toBe("estimated");
});
