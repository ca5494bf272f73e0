import OpenAI, { APIUserAbortError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let client: OpenAI;
beforeAll(async () => {
  stack = await startStack({ config: { models: { claude: ["anthropic/claude-sonnet-5"] } } });
  client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: stack.secret, maxRetries: 0 });
});
afterAll(async () => {
  await stack.stop();
});

const model = "claude";
const limit = { max_completion_tokens: 300 };
const messages = [
  { role: "system" as const, content: "Answer briefly" },
  { role: "user" as const, content: "Tell me about the tides" },
];
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

const ledgered = (callId: string | null | undefined) => ledgeredAttempt(stack, callId);

test("OpenAI's client gets Claude's answer, and the ledger charges what Anthropic reported", async () => {
  const { data, response } = await client.chat.completions
    .create({ model, messages, ...limit })
    .withResponse();

  const attempt = await ledgered(response.headers.get("x-headgate-call-id"));
  expect(response.headers.get("x-headgate-translated")).toBe(
    "openai.chat_completions->anthropic.messages",
  );
  expect(data.choices[0]?.message.content).not.toBe("");
  expect(data.choices[0]?.finish_reason).toBe("stop");
  expect(data.usage?.prompt_tokens).toBe(7);
  expect(data.usage?.total_tokens).toBe(7 + (data.usage?.completion_tokens ?? Number.NaN));
  expect(attempt.wire_format).toBe("openai.chat_completions");
  expect(attempt.provider).toBe("anthropic");
  expect(attempt.usage.input).toBe(data.usage?.prompt_tokens);
  expect(attempt.usage.output).toBe(data.usage?.completion_tokens);
  expect(attempt.raw_usage).toMatchObject({ input_tokens: 7 });
  expect(attempt.charge.confidence).toBe("exact");
});

test("a stream says what the whole answer says, with usage only for who asked", async () => {
  const whole = await client.chat.completions.create({ model, messages, ...limit });
  const streamed = async (includeUsage: boolean) => {
    const stream = await client.chat.completions.create({
      model,
      messages,
      ...limit,
      stream: true,
      ...(includeUsage && { stream_options: { include_usage: true } }),
    });
    const seen = { text: "", finish: "", chunks: 0, usage: undefined as unknown };
    for await (const chunk of stream) {
      seen.text += chunk.choices[0]?.delta.content ?? "";
      seen.finish += chunk.choices[0]?.finish_reason ?? "";
      seen.chunks += 1;
      seen.usage = chunk.usage ?? seen.usage;
    }
    return seen;
  };

  const plain = await streamed(false);
  const counted = await streamed(true);

  expect(plain.text).toBe(whole.choices[0]?.message.content);
  expect(plain.finish).toBe("stop");
  expect(plain.chunks).toBeGreaterThan(10);
  expect(plain.usage).toBeUndefined();
  expect(counted.usage).toEqual(whole.usage);
});

test("tools go the whole round: the call, its result, the answer", async () => {
  const first = await client.chat.completions.create({
    model,
    messages,
    ...limit,
    tools: [weather],
    tool_choice: "required",
  });
  const message = first.choices[0]?.message;
  const call = message?.tool_calls?.[0];
  if (message === undefined || call?.type !== "function") throw new Error("no call");

  const second = await client.chat.completions.create({
    model,
    ...limit,
    tools: [weather],
    messages: [...messages, message, { role: "tool", tool_call_id: call.id, content: "sunny" }],
  });

  expect(first.choices[0]?.finish_reason).toBe("tool_calls");
  expect(JSON.parse(call.function.arguments)).toEqual({ city: expect.any(String) as string });
  expect(second.choices[0]?.message.content).not.toBe("");
  // The words of the prompt and the one of the result: the simulator counts nothing else.
  expect(second.usage?.prompt_tokens).toBe(8);
});

test("a streamed call of a tool is put together by the client's own helper", async () => {
  const stream = client.chat.completions.stream({
    model,
    messages,
    ...limit,
    tools: [weather],
    tool_choice: { type: "function", function: { name: "get_weather" } },
  });

  const call = (await stream.finalMessage()).tool_calls?.[0];

  expect(call?.type === "function" && JSON.parse(call.function.arguments)).toEqual({
    city: expect.any(String) as string,
  });
});

test("structured output satisfies the client's schema", async () => {
  const shape = z.object({ title: z.string(), pages: z.number() });

  const completion = await client.chat.completions.parse({
    model,
    messages,
    ...limit,
    response_format: zodResponseFormat(shape, "book"),
  });

  expect(completion.choices[0]?.message.parsed).toEqual({
    title: expect.any(String) as string,
    pages: expect.any(Number) as number,
  });
});

test("images go on, as bytes and by address, and thinking comes back", async () => {
  const completion = await client.chat.completions.create({
    model,
    max_completion_tokens: 2000,
    reasoning_effort: "low",
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "What is this" },
          { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
          { type: "image_url", image_url: { url: "https://example.com/cat.png" } },
        ],
      },
    ],
  });

  const details = completion.usage?.completion_tokens_details;
  expect(completion.usage?.prompt_tokens).toBe(3);
  expect(completion.choices[0]?.message).toHaveProperty("reasoning_content");
  expect(completion.choices[0]?.message.content).not.toBe("");
  expect(completion.usage?.completion_tokens).toBeGreaterThan(details?.reasoning_tokens ?? 0);
});

test("what Claude cannot be asked is refused by name", async () => {
  const refused = client.chat.completions.create({
    model,
    messages,
    ...limit,
    logprobs: true,
    seed: 7,
    n: 2,
  });

  await expect(refused).rejects.toSatisfy(
    (error) =>
      error instanceof BadRequestError &&
      error.code === "translation_unsupported" &&
      ["logprobs", "seed", "n ("].every((name) => error.message.includes(name)),
  );
});

test("Anthropic's errors come as the client's own classes", async () => {
  const ask = (name: string, fault?: string) =>
    client.chat.completions.create(
      { model: name, messages, ...limit },
      fault === undefined ? {} : { headers: { "x-simulator-fault": fault } },
    );

  await expect(ask("anthropic/claude-none")).rejects.toSatisfy(
    (error) => error instanceof NotFoundError && error.message.includes("claude-none"),
  );
  await expect(ask(model, "rate-limit")).rejects.toSatisfy(
    (error) => error instanceof RateLimitError && error.type === "rate_limit_error",
  );
  await expect(ask(model, "status-529")).rejects.toMatchObject({ status: 503 });
});

test("a stream that breaks off ends with an error in the client's format", async () => {
  const stream = await client.chat.completions.create(
    { model, messages, ...limit, stream: true },
    { headers: { "x-simulator-fault": "cut" } },
  );

  const read = async () => {
    for await (const _chunk of stream);
  };

  await expect(read()).rejects.toThrow(/broke off/);
});

test("abort: the prompt is charged as Anthropic told it, the answer by what had come", async () => {
  const callId = `translated-abort-${Date.now()}`;
  const stream = client.chat.completions.stream(
    { model, messages, max_completion_tokens: 1000 },
    {
      headers: {
        "x-headgate-client-call-id": callId,
        "x-simulator-token-interval-ms": "20",
        "x-simulator-output-tokens": "500",
      },
    },
  );
  let deltas = 0;
  stream.on("content", () => {
    deltas += 1;
    if (deltas === 5) stream.abort();
  });
  await expect(stream.finalMessage()).rejects.toBeInstanceOf(APIUserAbortError);

  const attempt = await ledgered(callId);
  expect(attempt.outcome).toBe("client_closed");
  expect(attempt.usage.input).toBe(7);
  expect(attempt.charge.confidence).toBe("estimated");
});
