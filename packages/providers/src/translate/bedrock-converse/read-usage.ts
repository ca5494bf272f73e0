import { isJsonObject, type JsonObject, listOrEmpty } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/** Reads Converse's `usage`: all its figures are disjoint. */
export function readConverseUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  builder.set("input", builder.count(raw, "inputTokens"));
  builder.set("cache_read", builder.count(raw, "cacheReadInputTokens"));
  const details = listOrEmpty(raw.cacheDetails).filter(isJsonObject);
  if (details.length === 0) builder.set("cache_write", builder.count(raw, "cacheWriteInputTokens"));
  for (const detail of details) {
    const bucket = detail.ttl === "1h" ? "cache_write_1h" : "cache_write_5m";
    builder.set(bucket, builder.count(detail, "inputTokens"));
  }
  builder.set("output", builder.count(raw, "outputTokens"));
  return builder.reading();
}
