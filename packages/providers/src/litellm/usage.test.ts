import { expect, test } from "vitest";
import { readLitellmUsage } from "./usage.ts";

test("a prompt includes what was read from the cache, and by its details what was written", () => {
  const read = readLitellmUsage({
    prompt_tokens: 1000,
    completion_tokens: 50,
    total_tokens: 1050,
    prompt_tokens_details: {
      cached_tokens: 600,
      cache_creation_tokens: 300,
      cache_creation_token_details: {
        ephemeral_5m_input_tokens: 100,
        ephemeral_1h_input_tokens: 200,
      },
    },
    completion_tokens_details: { reasoning_tokens: 20 },
    cache_read_input_tokens: 600,
    cache_creation_input_tokens: 300,
    server_tool_use: { web_search_requests: 2 },
  });

  expect(read).toEqual({
    usage: {
      input: 100,
      cache_read: 600,
      cache_write_5m: 100,
      cache_write_1h: 200,
      output: 30,
      reasoning: 20,
      web_searches: 2,
    },
    violations: [],
  });
});

test("an older version's writes stand beside the prompt, which is told as a doubt", () => {
  const read = readLitellmUsage({
    prompt_tokens: 1700,
    completion_tokens: 50,
    total_tokens: 1750,
    prompt_tokens_details: { cached_tokens: 600 },
    cache_creation_input_tokens: 300,
    cache_read_input_tokens: 600,
  });

  expect(read.usage).toEqual({ input: 1100, cache_read: 600, cache_write: 300, output: 50 });
  expect(read.violations).toHaveLength(1);
});

test.each([
  [
    { prompt_tokens: 10, completion_tokens: 1, cache_read_input_tokens: 600 },
    { input: 10, cache_read: 600, output: 1 },
  ],
  [
    {
      prompt_tokens: 10,
      completion_tokens: 1,
      prompt_tokens_details: { text_tokens: 10, cached_tokens: 5 },
    },
    { input: 10, cache_read: 5, output: 1 },
  ],
  [
    {
      prompt_tokens: 610,
      completion_tokens: 1,
      cache_read_input_tokens: 600,
      cache_creation_input_tokens: 300,
    },
    { input: 10, cache_read: 600, cache_write: 300, output: 1 },
  ],
  [
    { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 },
    { input: 10, output: 1 },
  ],
])("counts that tell by themselves what they include raise no doubt: %j", (raw, usage) => {
  expect(readLitellmUsage(raw)).toEqual({ usage, violations: [] });
});
