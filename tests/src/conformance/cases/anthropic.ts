import type { AnswerCase } from "../answer-case.ts";

/** Anthropic's own API. */
export const anthropicCases: readonly AnswerCase[] = [
  {
    provider: "anthropic",
    api: "messages with code execution",
    file: "anthropic-messages-code.json",
    expected: { usage: { input: 105, output: 239, code_sessions: 1 }, serviceTier: "standard" },
  },
  {
    provider: "anthropic",
    api: "messages",
    file: "anthropic-messages.json",
    expected: { usage: { input: 10, cache_read: 200, output: 5 }, serviceTier: "priority" },
  },
  {
    provider: "anthropic",
    api: "messages, caches, thinking and tools",
    file: "anthropic-messages-cache.json",
    expected: {
      usage: {
        input: 30,
        cache_read: 20_000,
        cache_write_5m: 2000,
        cache_write_1h: 3000,
        output: 300,
        reasoning: 600,
        web_searches: 2,
        web_fetches: 1,
      },
      serviceTier: "standard",
    },
  },
  {
    provider: "anthropic",
    api: "messages, stream",
    file: "anthropic-messages-stream.sse",
    expected: {
      usage: {
        input: 61,
        cache_read: 12_000,
        cache_write_5m: 1000,
        cache_write_1h: 2000,
        output: 68,
        reasoning: 40,
        web_searches: 1,
      },
      serviceTier: "standard",
    },
  },
  {
    provider: "anthropic",
    api: "messages, compaction",
    file: "anthropic-messages-compaction.json",
    expected: { usage: { input: 203_000, output: 4500 }, serviceTier: "standard" },
  },
  {
    provider: "anthropic",
    api: "messages, advisor",
    file: "anthropic-messages-advisor.json",
    expected: {
      usage: { input: 2390, output: 121 },
      serviceTier: "standard",
      violations: ["an iteration on claude-opus-4-8"],
    },
  },
  {
    provider: "anthropic",
    api: "messages, failed stream",
    file: "anthropic-messages-error-stream.sse",
    expected: { usage: {}, unknown: true, serviceTier: "standard" },
  },
  {
    provider: "anthropic",
    api: "count tokens",
    file: "anthropic-count-tokens.json",
    expected: { usage: {}, unbilled: "counting tokens is not billed" },
  },
];
