import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/** Reads Gemini's `usageMetadata`. */
export function readGeminiUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const prompt = builder.count(raw, "promptTokenCount");
  const cached = builder.count(raw, "cachedContentTokenCount");
  const tools = builder.count(raw, "toolUsePromptTokenCount");
  const input = [prompt, tools].reduce<number | undefined>(
    (total, count) => (count === undefined ? total : (total === undefined ? 0 : total) + count),
    undefined,
  );
  builder.set("input", input === undefined || cached === undefined ? input : input - cached);
  builder.set("cache_read", cached);
  builder.set("output", builder.count(raw, "candidatesTokenCount"));
  builder.set("reasoning", builder.count(raw, "thoughtsTokenCount"));
  return builder.reading();
}
