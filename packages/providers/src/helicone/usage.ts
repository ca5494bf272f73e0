import type { JsonObject } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

/**
 * Reads the counts of a request that Helicone logged. It keeps what is priced apart apart: the prompt without
 * what was read from and written to the cache and without audio, as its processors for OpenAI's bodies do
 * (packages/cost and valhalla/jawn of https://github.com/Helicone/helicone, read 2026-11-28). Older rows of
 * OpenAI's include cached tokens in the prompt, and nothing tells them apart: such a count is doubtful unless
 * it is less than its parts.
 */
export function readHeliconeUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const prompt = builder.count(raw, "prompt_tokens");
  const completion = builder.count(raw, "completion_tokens");
  const cacheRead = builder.count(raw, "prompt_cache_read_tokens");
  const reasoning = builder.count(raw, "reasoning_tokens");
  builder.set("input", prompt);
  builder.set("cache_read", cacheRead);
  builder.set("cache_write", builder.count(raw, "prompt_cache_write_tokens"));
  builder.set("input_audio", builder.count(raw, "prompt_audio_tokens"));
  builder.set("output_audio", builder.count(raw, "completion_audio_tokens"));
  const mayInclude = prompt !== undefined && cacheRead !== undefined && cacheRead <= prompt;
  if (mayInclude && cacheRead > 0 && !/anthropic/i.test(String(raw.provider))) {
    builder.violate("it is not stated whether prompt_tokens include prompt_cache_read_tokens");
  }
  // Reasoning is part of the completion at every provider that states both.
  if (completion !== undefined && reasoning !== undefined && reasoning <= completion) {
    builder.set("output", completion - reasoning);
    builder.set("reasoning", reasoning);
  } else builder.set("output", completion);
  if (completion !== undefined && reasoning !== undefined && reasoning > completion) {
    builder.violate(`completion_tokens ${completion} is less than reasoning_tokens ${reasoning}`);
  }
  return builder.reading();
}
