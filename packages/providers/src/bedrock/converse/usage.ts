import { isJsonObject, type JsonObject, listOrEmpty } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/**
 * Reads Converse's `usage`: the input excludes what was read from and written to the cache, and the total
 * is the sum of the four. The members: `TokenUsage` in
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html; that the cache stands
 * apart: https://github.com/anomalyco/opencode/pull/38427 (both read 2026-11-28); of the total no document was found.
 * `cacheReadInputTokenCount` and `cacheWriteInputTokenCount` are twins of the documented fields.
 */
export function readConverseUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const input = builder.count(raw, "inputTokens");
  const output = builder.count(raw, "outputTokens");
  const read = eitherTwin(builder, raw, "cacheReadInputTokens", "cacheReadInputTokenCount");
  const written = eitherTwin(builder, raw, "cacheWriteInputTokens", "cacheWriteInputTokenCount");
  builder.set("input", input);
  builder.set("output", output);
  builder.set("cache_read", read);
  setWrites(builder, written, raw.cacheDetails);
  if (input === undefined) builder.violate("inputTokens is missing");
  if (output === undefined) builder.violate("outputTokens is missing");
  const total = builder.count(raw, "totalTokens");
  const sum = [input, output, read, written].reduce<number>(
    (added, count) => (count === undefined ? added : added + count),
    0,
  );
  if (total !== undefined && total !== sum) {
    builder.violate(`totalTokens ${total} ≠ ${sum}, the sum of input, output and cache`);
  }
  return builder.reading();
}

/** The count under the documented name, else under its twin's; both say the same thing and are never added. */
function eitherTwin(
  builder: UsageBuilder,
  raw: JsonObject,
  documented: string,
  other: string,
): number | undefined {
  const count = builder.count(raw, documented);
  const twin = builder.count(raw, other);
  if (count !== undefined && twin !== undefined && count !== twin) {
    builder.violate(`${documented} ${count} ≠ ${other} ${twin}`);
  }
  return count ?? twin;
}

function setWrites(builder: UsageBuilder, written: number | undefined, details: unknown): void {
  const entries = listOrEmpty(details).filter(isJsonObject);
  if (entries.length === 0) {
    builder.set("cache_write", written);
    return;
  }
  const byTtl = { "5m": 0, "1h": 0 };
  let known = true;
  for (const entry of entries) {
    const count = builder.count(entry, "inputTokens", "cacheDetails.inputTokens");
    if (count !== undefined && (entry.ttl === "5m" || entry.ttl === "1h"))
      byTtl[entry.ttl] += count;
    else known = false;
  }
  const split = byTtl["5m"] + byTtl["1h"];
  if (!known || (written !== undefined && written !== split)) {
    builder.violate(`cacheWriteInputTokens ${String(written)} ≠ ${split} by time to live`);
    builder.set("cache_write", written);
    return;
  }
  builder.set("cache_write_5m", byTtl["5m"]);
  builder.set("cache_write_1h", byTtl["1h"]);
}
