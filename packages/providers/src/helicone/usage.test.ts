import { expect, test } from "vitest";
import { readHeliconeUsage } from "./usage.ts";

test("counts are apart from each other, as Helicone prices them", () => {
  expect(
    readHeliconeUsage({
      provider: "ANTHROPIC",
      prompt_tokens: 30,
      completion_tokens: 20,
      prompt_cache_read_tokens: 10,
      prompt_cache_write_tokens: 5,
      reasoning_tokens: 8,
      prompt_audio_tokens: 0,
    }),
  ).toEqual({
    usage: { input: 30, cache_read: 10, cache_write: 5, input_audio: 0, output: 12, reasoning: 8 },
    violations: [],
  });
});

test("a prompt that may include its cached tokens is doubtful", () => {
  const counts = { provider: "OPENAI", completion_tokens: 1, prompt_cache_read_tokens: 10 };

  expect(readHeliconeUsage({ ...counts, prompt_tokens: 30 }).violations).toHaveLength(1);
  expect(readHeliconeUsage({ ...counts, prompt_tokens: 3 }).violations).toEqual([]);
});

test("more reasoning than completion contradicts itself", () => {
  expect(
    readHeliconeUsage({ prompt_tokens: 1, completion_tokens: 2, reasoning_tokens: 3 }),
  ).toEqual({
    usage: { input: 1, output: 2 },
    violations: ["completion_tokens 2 is less than reasoning_tokens 3"],
  });
});
