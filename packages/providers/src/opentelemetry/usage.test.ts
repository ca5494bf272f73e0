import { inputTokens, outputTokens } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readSpanUsage, spanUsageAttributes } from "./usage.ts";

const count = fc.integer({ min: 0, max: 1_000_000 });

test("by the convention every token is in one bucket, and they add up to what was said", () => {
  fc.assert(
    fc.property(count, count, count, count, count, (rest, read, written, visible, reasoning) => {
      const input = rest + read + written;
      const output = visible + reasoning;
      const raw = {
        "gen_ai.usage.input_tokens": input,
        "gen_ai.usage.cache_read.input_tokens": read,
        "gen_ai.usage.cache_creation.input_tokens": written,
        "gen_ai.usage.output_tokens": output,
        "gen_ai.usage.reasoning.output_tokens": reasoning,
      };
      const { usage, violations } = readSpanUsage(raw, "included");
      expect(usage).toEqual({
        input: rest,
        cache_read: read,
        cache_write: written,
        output: visible,
        reasoning,
      });
      expect([inputTokens(usage), outputTokens(usage)]).toEqual([input, output]);
      expect(violations).toEqual([]);
    }),
  );
});

test("what is beside the prompt stays beside it", () => {
  const raw = { "gen_ai.usage.input_tokens": 30, "gen_ai.usage.cache_read_input_tokens": 10 };

  expect(readSpanUsage(raw, "beside").usage).toEqual({ input: 30, cache_read: 10 });
  expect(readSpanUsage(raw, "included").usage).toEqual({ input: 20, cache_read: 10 });
  expect(readSpanUsage(raw, "unstated").violations).toHaveLength(1);
  // A total that has the cache beside the prompt says so, whatever is known of its writer.
  const told = {
    ...raw,
    "gen_ai.usage.output_tokens": 5,
    "gen_ai.usage.total_tokens": 45,
  };
  expect(readSpanUsage(told, "unstated")).toEqual({
    usage: { input: 30, cache_read: 10, output: 5 },
    violations: [],
  });
});

test("reasoning that is more than the answer, or that the total adds to it, is beside it", () => {
  const gemini = {
    "gen_ai.usage.input_tokens": 5,
    "gen_ai.usage.output_tokens": 845,
    "gen_ai.usage.reasoning_tokens": 100,
    "gen_ai.usage.total_tokens": 950,
  };

  expect(readSpanUsage(gemini, "included")).toEqual({
    usage: { input: 5, output: 845, reasoning: 100 },
    violations: [],
  });
  expect(
    readSpanUsage(
      { "gen_ai.usage.output_tokens": 12, "gen_ai.usage.reasoning_tokens": 97 },
      "included",
    ).usage,
  ).toEqual({ output: 12, reasoning: 97 });
});

test("two names that contradict each other, unknown counts and gaps of the total are told", () => {
  const raw = {
    "gen_ai.usage.input_tokens": 5,
    "gen_ai.usage.prompt_tokens": 6,
    "gen_ai.usage.output_tokens": 845,
    "llm.usage.total_tokens": 2023,
    "gen_ai.usage.dream_tokens": 9,
  };

  expect(readSpanUsage(raw, "included").violations).toEqual([
    "gen_ai.usage.input_tokens 5 ≠ gen_ai.usage.prompt_tokens 6",
    "total tokens 2023 ≠ 850 of the parts",
    "gen_ai.usage.dream_tokens 9 is not a count that is known here",
  ]);
});

test("the AI SDK's own names of the cache and of reasoning are read beside the convention's", () => {
  const openai = {
    "gen_ai.usage.input_tokens": 10_000,
    "gen_ai.usage.output_tokens": 500,
    "ai.usage.inputTokens": 10_000,
    "ai.usage.outputTokens": 500,
    "ai.usage.totalTokens": 10_500,
    "ai.usage.reasoningTokens": 100,
    "ai.usage.cachedInputTokens": 9000,
  };

  expect(readSpanUsage(openai, "included")).toEqual({
    usage: { input: 1000, cache_read: 9000, output: 400, reasoning: 100 },
    violations: [],
  });
  // Until version 5 Claude's prompt was without the cache's; nothing tells which version wrote a span.
  expect(readSpanUsage(openai, "unstated").violations).toHaveLength(1);
});

test("where the AI SDK says what was not cached, that tells whether the prompt includes the cache", () => {
  const claude = {
    "gen_ai.usage.input_tokens": 650_361,
    "gen_ai.usage.output_tokens": 369,
    "ai.usage.cachedInputTokens": 649_452,
    "ai.usage.inputTokenDetails.noCacheTokens": 2,
    "ai.usage.inputTokenDetails.cacheReadTokens": 649_452,
    "ai.usage.inputTokenDetails.cacheWriteTokens": 907,
    "ai.usage.outputTokenDetails.textTokens": 369,
  };

  expect(readSpanUsage(claude, "unstated")).toEqual({
    usage: { input: 2, cache_read: 649_452, cache_write: 907, output: 369 },
    violations: [],
  });
  const apart = { ...claude, "gen_ai.usage.input_tokens": 700_000 };
  expect(
    readSpanUsage({ ...apart, "ai.usage.inputTokenDetails.noCacheTokens": 700_000 }, "included")
      .usage.input,
  ).toBe(700_000);
});

test("attributes that count nothing are no usage; a cost is no count", () => {
  expect(spanUsageAttributes({ "gen_ai.request.max_tokens": 100 })).toBeUndefined();
  expect(spanUsageAttributes({ "gen_ai.usage.cost": 0.1 })).toBeUndefined();
});
