import { type JsonObject, objectOrAbsent } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { readChatUsage } from "../openai/chat-completions/usage.ts";
import { UsageBuilder } from "../token-counts.ts";

/**
 * Reads the usage that LiteLLM makes of every provider's: a chat completion's, whose prompt includes what was
 * read from the cache. What was written to it is included where the prompt's details count it
 * (`cache_creation_tokens`); versions before stated it beside the prompt alone
 * (`calculate_usage` of litellm/llms/anthropic/chat/transformation.py in https://github.com/BerriAI/litellm,
 * read 2026-11-28). Where the counts themselves tell, they decide.
 */
export function readLitellmUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const details = objectOrAbsent(raw.prompt_tokens_details);
  const prompt = builder.count(raw, "prompt_tokens");
  const cacheRead =
    builder.count(details, "cached_tokens") ?? builder.count(raw, "cache_read_input_tokens");
  const detailed = builder.count(details, "cache_creation_tokens");
  const written = detailed ?? builder.count(raw, "cache_creation_input_tokens");
  const outside = outsideOf({ builder, prompt, cacheRead, written, detailed, details });
  const total = builder.count(raw, "total_tokens");
  const read = readChatUsage({
    ...(prompt !== undefined && { prompt_tokens: prompt + outside }),
    completion_tokens: raw.completion_tokens,
    ...(total !== undefined && { total_tokens: total + outside }),
    prompt_tokens_details: {
      ...(cacheRead !== undefined && { cached_tokens: cacheRead }),
      ...(written !== undefined && { cache_write_tokens: written }),
      audio_tokens: details?.audio_tokens,
    },
    completion_tokens_details: raw.completion_tokens_details,
  });
  const searches = builder.count(objectOrAbsent(raw.server_tool_use), "web_search_requests");
  return {
    usage: {
      ...read.usage,
      ...byTimeToLive(builder, read.usage.cache_write, details),
      ...(searches !== undefined && { web_searches: searches }),
    },
    violations: [...read.violations, ...builder.violations],
  };
}

type Prompt = Readonly<{
  builder: UsageBuilder;
  prompt: number | undefined;
  cacheRead: number | undefined;
  written: number | undefined;
  detailed: number | undefined;
  details: JsonObject | undefined;
}>;

/** How many of the cache's tokens are not in the prompt's count. */
function outsideOf({ builder, prompt, cacheRead, written, detailed, details }: Prompt): number {
  const sum = [cacheRead, written].reduce<number>(
    (total, count) => (count === undefined ? total : total + count),
    0,
  );
  if (prompt === undefined || sum === 0) return 0;
  const text = builder.count(details, "text_tokens");
  if (text !== undefined && text + sum === prompt) return 0;
  if (sum > prompt || text === prompt) {
    return cacheRead !== undefined && cacheRead <= prompt && text !== prompt
      ? sum - cacheRead
      : sum;
  }
  if (written === undefined || written === 0 || detailed !== undefined) return 0;
  builder.violate("it is not stated whether prompt_tokens include cache_creation_input_tokens");
  return written;
}

function byTimeToLive(
  builder: UsageBuilder,
  written: number | undefined,
  details: JsonObject | undefined,
): UsageReading["usage"] {
  const split = objectOrAbsent(details?.cache_creation_token_details);
  const fiveMinutes = builder.count(split, "ephemeral_5m_input_tokens");
  const oneHour = builder.count(split, "ephemeral_1h_input_tokens");
  if (written === undefined || fiveMinutes === undefined || oneHour === undefined) return {};
  if (fiveMinutes + oneHour !== written) {
    builder.violate(`cache_creation_tokens ${written} ≠ ${fiveMinutes + oneHour} by time to live`);
    return {};
  }
  return { cache_write: undefined, cache_write_5m: fiveMinutes, cache_write_1h: oneHour };
}
