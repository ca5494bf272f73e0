import { expect, test } from "vitest";
import type { MeterReading } from "./meter.ts";
import { fixture } from "./streams.fixture.ts";
import { wireFor } from "./wire-for.ts";

const paths: Readonly<Record<string, string>> = {
  chat: "/v1/chat/completions",
  responses: "/v1/responses",
  embeddings: "/v1/embeddings",
  messages: "/v1/messages",
};

function readingOf(name: string): MeterReading {
  const path = Object.entries(paths).find(([part]) => name.includes(part))?.[1];
  const wire = wireFor("POST", path === undefined ? "/v1/chat/completions" : path, {});
  const meter = wire.createMeter({
    stream: name.endsWith(".sse"),
    hideUsageChunk: true,
    maxRetainedBytes: 1_000_000,
  });
  meter.push(fixture(name));
  meter.finish();
  return meter.reading();
}

test.each([
  [
    "openai-chat-stream.sse",
    { input: 86, cache_read: 1920, output: 11 },
    "gpt-4.1-2025-04-14",
    "default",
  ],
  ["openai-chat-tools-stream.sse", { input: 81, output: 17 }, "gpt-4.1-2025-04-14", "default"],
  ["azure-openai-chat-stream.sse", { input: 12, output: 2 }, "gpt-4.1-2025-04-14", "default"],
  ["groq-chat-stream.sse", { input: 39, output: 9 }, "llama-3.3-70b-versatile", undefined],
  [
    "mistral-chat-stream.sse",
    { input: 7, cache_read: 4, output: 80 },
    "mistral-small-2506",
    undefined,
  ],
  [
    "openrouter-chat-stream.sse",
    { input: 94, cache_write: 100, output: 2 },
    "openai/gpt-5",
    undefined,
  ],
  [
    "openai-chat.json",
    { input: 76, cache_read: 1024, cache_write: 1900, output: 56, reasoning: 64 },
    "gpt-5.6-terra",
    "priority",
  ],
  [
    "openai-responses-stream.sse",
    { input: 328, output: 20, reasoning: 32, web_searches: 1 },
    "gpt-5.4-2026-03-05",
    "default",
  ],
  [
    "openai-responses-incomplete-stream.sse",
    { input: 328, output: 20 },
    "gpt-5.4-2026-03-05",
    "default",
  ],
  [
    "openai-responses.json",
    { input: 328, output: 20, web_searches: 1 },
    "gpt-5.4-2026-03-05",
    "default",
  ],
  ["openai-embeddings.json", { input: 8 }, "text-embedding-3-small", undefined],
  [
    "anthropic-messages-stream.sse",
    {
      input: 61,
      cache_read: 12_000,
      cache_write_5m: 1000,
      cache_write_1h: 2000,
      output: 68,
      reasoning: 40,
      web_searches: 1,
    },
    "claude-sonnet-4-6",
    "standard",
  ],
  [
    "anthropic-messages-tools-stream.sse",
    { input: 377, output: 65 },
    "claude-sonnet-4-6",
    "standard",
  ],
  [
    "anthropic-messages.json",
    { input: 10, cache_read: 200, output: 5 },
    "claude-sonnet-4-6",
    "priority",
  ],
  [
    "anthropic-messages-compaction.json",
    { input: 23_000, output: 1000 },
    "claude-sonnet-4-6",
    "standard",
  ],
])("%s is read whole: usage, model, tier", (name, usage, responseModel, serviceTier) => {
  const reading = readingOf(name);

  expect(reading).toMatchObject({
    state: "complete",
    usageOrigin: "provider",
    violations: [],
    responseModel,
  });
  expect(reading.usage).toMatchObject(usage);
  expect(reading.serviceTier).toBe(serviceTier);
  expect(reading.rawUsage).toBeDefined();
  expect(reading.problem).toBeUndefined();
});

test.each(["anthropic-messages-advisor.json", "anthropic-messages-advisor-stream.sse"])(
  "%s: an advisor's usage, and what was used before it was asked, stand beside the usage of the answer",
  (name) => {
    const reading = readingOf(name);

    expect(reading).toMatchObject({
      state: "complete",
      usageOrigin: "provider",
      violations: [],
      responseModel: "claude-sonnet-4-6",
      usage: { input: 1300, cache_read: 0, output: 40 },
    });
    expect(reading.otherUsage).toEqual([
      {
        model: "claude-sonnet-4-6",
        usage: { input: 1100, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0, output: 90 },
      },
      {
        model: "claude-opus-4-8",
        usage: { input: 2600, cache_read: 400, cache_write_5m: 0, cache_write_1h: 0, output: 700 },
      },
    ]);
  },
);

test.each(["anthropic-messages-fallback.json", "anthropic-messages-fallback-stream.sse"])(
  "%s: the model that answered is the fallback, and what the first one had used is its own",
  (name) => {
    const reading = readingOf(name);

    expect(reading).toMatchObject({
      state: "complete",
      violations: [],
      responseModel: "claude-opus-4-8",
      usage: { input: 8, cache_read: 79_000, output: 2000 },
    });
    expect(reading.otherUsage).toEqual([
      {
        model: "claude-fable-5",
        usage: {
          input: 8,
          cache_read: 70_000,
          cache_write_5m: 9000,
          cache_write_1h: 0,
          output: 300,
        },
      },
    ]);
  },
);

test("a message that stopped before its delta has no usage, but keeps what was stated", () => {
  const reading = readingOf("anthropic-messages-error-stream.sse");

  expect(reading.usage).toEqual({});
  expect(reading.rawUsage).toMatchObject({ input_tokens: 43, output_tokens: 1 });
});
