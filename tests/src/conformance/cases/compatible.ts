import type { AnswerCase } from "../answer-case.ts";

/** Providers that speak OpenAI's format, each in its dialect, and those with one of their own. */
export const compatibleCases: readonly AnswerCase[] = [
  {
    provider: "azure",
    api: "chat completions",
    file: "azure-openai-chat.json",
    expected: { usage: { input: 120, cache_read: 1280, output: 50 } },
  },
  {
    provider: "azure",
    api: "chat completions, stream",
    file: "azure-openai-chat-stream.sse",
    expected: { usage: { input: 12, output: 2 }, serviceTier: "default" },
  },
  {
    provider: "xai",
    api: "chat completions",
    file: "xai-chat.json",
    expected: { usage: { input: 131, cache_read: 160, output: 26, reasoning: 189 } },
  },
  {
    provider: "xai",
    api: "responses",
    file: "xai-responses.json",
    expected: { usage: { input: 131, cache_read: 160, output: 26, reasoning: 189 } },
  },
  {
    provider: "mistral",
    api: "chat completions",
    file: "mistral-chat.json",
    expected: { usage: { input: 116, cache_read: 384, output: 90 } },
  },
  {
    provider: "mistral",
    api: "chat completions, stream",
    file: "mistral-chat-stream.sse",
    expected: { usage: { input: 7, cache_read: 4, output: 80 } },
  },
  {
    provider: "deepseek",
    api: "chat completions",
    file: "deepseek-chat.json",
    expected: { usage: { input: 360, cache_read: 640, output: 50, reasoning: 350 } },
  },
  {
    provider: "groq",
    api: "chat completions",
    file: "groq-chat.json",
    expected: {
      usage: { input: 52, cache_read: 128, output: 26, reasoning: 44 },
      serviceTier: "on_demand",
    },
  },
  {
    provider: "groq",
    api: "chat completions, stream",
    file: "groq-chat-stream.sse",
    expected: { usage: { input: 39, output: 9 } },
  },
  {
    provider: "cohere",
    api: "chat v1",
    file: "cohere-v1-chat.json",
    expected: { usage: { input: 21, output: 4 } },
  },
  {
    provider: "cohere",
    api: "chat v2",
    file: "cohere-v2-chat.json",
    expected: { usage: { input: 8, output: 12 } },
  },
  {
    provider: "cohere",
    api: "chat v2, stream",
    file: "cohere-v2-chat-stream.sse",
    expected: { usage: { input: 9, output: 3 } },
  },
  {
    provider: "xai",
    api: "responses with tools",
    file: "xai-responses-tools.json",
    expected: {
      usage: {
        input: 4511,
        cache_read: 3072,
        output: 340,
        reasoning: 300,
        web_searches: 2,
        x_searches: 3,
        code_sessions: 1,
        file_searches: 1,
      },
    },
  },
  {
    provider: "groq",
    api: "chat completions with tools",
    file: "groq-chat-tools.json",
    expected: { usage: { input: 1400, output: 60 }, violations: ["2 executed_tools"] },
  },
  {
    provider: "groq",
    api: "chat completions with tools, stream",
    file: "groq-chat-tools-stream.sse",
    expected: { usage: { input: 1400, output: 60 }, violations: ["2 executed_tools"] },
  },
  {
    provider: "cohere",
    api: "rerank",
    file: "cohere-rerank.json",
    expected: { usage: { requests: 1 } },
  },
  {
    provider: "openrouter",
    api: "chat completions",
    file: "openrouter-chat.json",
    expected: {
      usage: {
        input: 106,
        cache_read: 1800,
        cache_write: 100,
        output: 180,
        reasoning: 120,
        web_searches: 1,
      },
    },
  },
  {
    provider: "openrouter",
    api: "chat completions, stream",
    file: "openrouter-chat-stream.sse",
    expected: { usage: { input: 94, cache_write: 100, output: 2 } },
  },
  {
    provider: "together",
    api: "chat completions",
    file: "together-chat.json",
    expected: { usage: { input: 26, cache_read: 64, output: 40 } },
  },
  {
    provider: "fireworks",
    api: "chat completions",
    file: "fireworks-chat.json",
    expected: { usage: { input: 18, cache_read: 192, output: 60 } },
  },
  {
    provider: "cerebras",
    api: "chat completions",
    file: "cerebras-chat.json",
    expected: { usage: { input: 77, output: 34, reasoning: 21 } },
  },
  {
    provider: "zai",
    api: "chat completions",
    file: "zai-chat.json",
    expected: { usage: { input: 77, cache_read: 43, output: 30, reasoning: 50 } },
  },
  {
    provider: "voyage",
    api: "embeddings",
    file: "voyage-embeddings.json",
    expected: { usage: { input: 11 } },
  },
];
