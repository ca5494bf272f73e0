import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { afterAll, expect, test } from "vitest";
import { fixture } from "../streams.fixture.ts";
import { wireFor } from "../wire-for.ts";
import { type EstimatedUsage, estimateUsage } from "./estimate-usage.ts";
import { closeEstimator } from "./token-counter.ts";

afterAll(closeEstimator);

const tokens = (text: string): number => countTokens(text, { disallowedSpecial: new Set() });

type Cut = Readonly<{
  path: string;
  request: Record<string, unknown>;
  stream: Buffer;
  maxRetainedBytes?: number;
}>;

function estimateCut({
  path,
  request,
  stream,
  maxRetainedBytes,
}: Cut): Promise<EstimatedUsage | undefined> {
  const wire = wireFor("POST", path, {});
  const meter = wire.createMeter({
    stream: true,
    hideUsageChunk: true,
    maxRetainedBytes: maxRetainedBytes === undefined ? 1_000_000 : maxRetainedBytes,
  });
  meter.push(stream);
  meter.finish();
  return estimateUsage({
    wire,
    request: wire.readRequest(Buffer.from(JSON.stringify(request)), ""),
    meter,
  });
}

/** The stream up to the first event that contains the text, that one left out. */
const before = (stream: Buffer, text: string): Buffer => {
  const at = stream.indexOf(text);
  return stream.subarray(0, stream.lastIndexOf("\n\n", at) + 2);
};

const chatRequest = {
  model: "gpt-4.1",
  stream: true,
  messages: [
    { role: "system", content: "You are terse." },
    { role: "user", name: "kim", content: [{ type: "text", text: "Say hello <|endoftext|>" }] },
  ],
};

test("a cut chat that states its usage in every chunk has at least what was stated", async () => {
  const stream = fixture("gemini-openai-chat-stream.sse");

  const estimate = await estimateCut({
    path: "/v1/chat/completions",
    request: chatRequest,
    stream: stream.subarray(0, stream.lastIndexOf("data: {")),
  });

  expect(tokens("1, 2")).toBeLessThan(7);
  expect(estimate?.usage).toEqual({ input: 9, output: 7 });
});

test("a cut chat is counted from its prompt and the text that had arrived", async () => {
  const estimate = await estimateCut({
    path: "/v1/chat/completions",
    request: chatRequest,
    stream: before(fixture("openai-chat-stream.sse"), '"finish_reason":"stop"'),
  });

  const produced = 'Grüße — the key "usage": {"a":1} and [DONE] are 文字 here.';
  expect(estimate?.usage.output).toBe(tokens(produced));
  expect(estimate?.usage.input).toBeGreaterThan(15);
  expect(estimate?.usage.input).toBeLessThan(40);
  expect(estimate?.reason).toContain("o200k_base");
});

test("a cut chat whose content is a list of thinking and texts, as Mistral's, is counted from both", async () => {
  const thought = (text: string) => ({ type: "thinking", thinking: [{ type: "text", text }] });
  const chunk = (content: unknown): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;

  const estimate = await estimateCut({
    path: "/v1/chat/completions",
    request: {
      ...chatRequest,
      messages: [{ role: "assistant", content: [thought("Why would anyone count that?")] }],
    },
    stream: Buffer.from(
      chunk([thought("Six by seven is")]) + chunk([{ type: "text", text: "forty-two" }]),
    ),
  });

  expect(estimate?.usage).toEqual({
    input: tokens("Why would anyone count that?") + tokens("assistant") + 6,
    output: tokens("forty-two"),
    reasoning: tokens("Six by seven is"),
  });
});

test("OpenAI's own example prompt is counted close to the 129 tokens that OpenAI counted", async () => {
  // https://github.com/openai/openai-cookbook/blob/main/examples/How_to_count_tokens_with_tiktoken.ipynb,
  // not read again: 129 for gpt-4, whose encoding is the one before o200k_base.
  const estimate = await estimateCut({
    path: "/v1/chat/completions",
    request: {
      model: "gpt-4o",
      stream: true,
      messages: [
        {
          role: "system",
          content:
            "You are a helpful, pattern-following assistant that translates corporate jargon into plain English.",
        },
        {
          role: "system",
          name: "example_user",
          content: "New synergies will help drive top-line growth.",
        },
        {
          role: "system",
          name: "example_assistant",
          content: "Things working well together will increase revenue.",
        },
        {
          role: "system",
          name: "example_user",
          content:
            "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
        },
        {
          role: "system",
          name: "example_assistant",
          content: "Let's talk later when we're less busy about how to do better.",
        },
        {
          role: "user",
          content:
            "This late pivot means we don't have time to boil the ocean for the client deliverable.",
        },
      ],
    },
    stream: Buffer.alloc(0),
  });

  expect(estimate?.usage.input).toBeGreaterThanOrEqual(120);
  expect(estimate?.usage.input).toBeLessThanOrEqual(132);
  expect(estimate?.usage.output).toBe(0);
});

test("tool arguments count as output", async () => {
  const estimate = await estimateCut({
    path: "/v1/chat/completions",
    request: chatRequest,
    stream: before(fixture("openai-chat-tools-stream.sse"), '"finish_reason":"tool_calls"'),
  });

  expect(estimate?.usage.output).toBe(tokens('get_weather{"city":"Bern"}'));
});

test("a cut message keeps the provider's own input and counts text and thinking apart", async () => {
  const estimate = await estimateCut({
    path: "/v1/messages",
    request: {
      model: "claude-sonnet-4-6",
      stream: true,
      messages: [{ role: "user", content: [{ type: "image" }] }],
    },
    stream: before(fixture("anthropic-messages-stream.sse"), '"type":"message_delta"'),
  });

  expect(estimate?.usage).toEqual({
    input: 43,
    cache_read: 12_000,
    cache_write_5m: 1000,
    cache_write_1h: 2000,
    output: tokens('It rains — "usage" and message_stop are only words.'),
    reasoning: tokens("Let me think about the weather."),
  });
  expect(estimate?.reason).toContain("provider's own figure");
});

test("a cut response is counted from its instructions, input and deltas", async () => {
  const estimate = await estimateCut({
    path: "/v1/responses",
    request: {
      model: "gpt-5.4",
      stream: true,
      instructions: "Be terse.",
      input: "Weather in Bern?",
    },
    stream: before(fixture("openai-responses-stream.sse"), '"type":"response.output_text.done"'),
  });

  expect(estimate?.usage.output).toBe(tokens("Rain in Bern."));
  expect(estimate?.usage.input).toBeGreaterThan(8);
});

test("the part of a stream that was not kept is scaled, and the reason says so", async () => {
  const event = 'data: {"id":"a","model":"m","choices":[{"delta":{"content":" word"}}]}\n\n';
  const wire = wireFor("POST", "/v1/chat/completions", {});
  const meter = wire.createMeter({
    stream: true,
    hideUsageChunk: true,
    maxRetainedBytes: event.length * 10,
  });
  for (let index = 0; index < 30; index += 1) meter.push(Buffer.from(event));
  meter.finish();

  const estimate = await estimateUsage({
    wire,
    request: wire.readRequest(Buffer.from(JSON.stringify(chatRequest)), ""),
    meter,
  });

  expect(estimate?.usage.output).toBe(30);
  expect(estimate?.reason).toContain("scaled by 3.00");
});

const image = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };

test.each([
  ["/v1/chat/completions", { model: "m", messages: [{ role: "user", content: [image] }] }],
  [
    "/v1/chat/completions",
    { model: "m", messages: [{ role: "user", content: [{ type: "input_audio" }] }] },
  ],
  ["/v1/chat/completions", { model: "m" }],
  ["/v1/responses", { model: "m", input: [{ role: "user", content: [{ type: "input_file" }] }] }],
  ["/v1/responses", { model: "m", input: "x", previous_response_id: "resp_1" }],
  ["/v1/responses", { model: "m", input: "x", tools: [{ type: "web_search" }] }],
  ["/v1/messages", { model: "m", messages: [{ role: "user", content: [{ type: "document" }] }] }],
])("a prompt on %s that text tokens do not measure is not estimated: %o", async (path, request) => {
  expect(await estimateCut({ path, request, stream: Buffer.alloc(0) })).toBeUndefined();
});

test("a stream whose usage the provider has stated is not estimated", async () => {
  const stream = fixture("openai-chat-stream.sse");

  expect(
    await estimateCut({
      path: "/v1/chat/completions",
      request: chatRequest,
      stream: stream.subarray(0, -"data: [DONE]\n\n".length),
    }),
  ).toBeUndefined();
});

test("a whole stream without usage, from a provider that does not report it, is estimated", async () => {
  const stream =
    'data: {"id":"a","model":"m","choices":[{"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n';

  const estimate = await estimateCut({
    path: "/v1/chat/completions",
    request: chatRequest,
    stream: Buffer.from(stream),
  });

  expect(estimate?.usage.output).toBe(tokens("Hi"));
  expect(estimate?.reason).toContain("carried no usage");
});

test("after it was closed, the estimator starts again", async () => {
  await closeEstimator();

  const estimate = await estimateCut({
    path: "/v1/chat/completions",
    request: chatRequest,
    stream: Buffer.alloc(0),
  });

  expect(estimate?.reason).toContain("o200k_base");
});
