import type { AnswerCase } from "../answer-case.ts";

/** What an advisor used within an answer of another model. */
const advice = {
  model: "claude-opus-4-8",
  usage: { input: 2600, cache_read: 400, output: 700 },
};
/** What the answer's model used before it asked. */
const before = { model: "claude-sonnet-4-6", usage: { input: 1100, output: 90 } };
/** What a model used before it declined and another answered. */
const declined = {
  model: "claude-fable-5",
  usage: { input: 8, cache_read: 70_000, cache_write_5m: 9000, output: 300 },
};

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
    expected: {
      usage: { input: 23_000, output: 1000 },
      others: [{ model: "claude-sonnet-4-6", usage: { input: 180_000, output: 3500 } }],
      serviceTier: "standard",
    },
  },
  {
    provider: "anthropic",
    api: "messages, advisor",
    file: "anthropic-messages-advisor.json",
    expected: {
      usage: { input: 1300, output: 40 },
      others: [before, advice],
      serviceTier: "standard",
    },
  },
  {
    provider: "anthropic",
    api: "messages, advisor, stream",
    file: "anthropic-messages-advisor-stream.sse",
    expected: {
      usage: { input: 1300, output: 40 },
      others: [before, advice],
      serviceTier: "standard",
    },
  },
  {
    provider: "anthropic",
    api: "messages, fallback",
    file: "anthropic-messages-fallback.json",
    expected: {
      usage: { input: 8, cache_read: 79_000, output: 2000 },
      others: [declined],
      serviceTier: "standard",
    },
  },
  {
    provider: "anthropic",
    api: "messages, fallback, stream",
    file: "anthropic-messages-fallback-stream.sse",
    expected: {
      usage: { input: 8, cache_read: 79_000, output: 2000 },
      others: [declined],
      serviceTier: "standard",
    },
  },
  {
    provider: "anthropic",
    api: "messages, declined before any output",
    file: "anthropic-messages-fallback-unbilled.json",
    expected: {
      usage: { input: 412, output: 60 },

      serviceTier: "standard",
      violations: ["claude-fable-5 (412 in) was declined before any output"],
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
