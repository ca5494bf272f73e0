import type { Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

const writes = ["cache_write", "cache_write_5m", "cache_write_1h"] as const;

/**
 * What the record counts of the cache and the body's own usage does not state is added; where both state it,
 * they must agree.
 */
export function withLoggedCache(read: UsageReading, counts: JsonObject): UsageReading {
  // The record counts the whole answer, of which this is one piece of work.
  if (read.otherUsage !== undefined) return read;
  if (counts.cacheReadInputTokenCount === undefined) {
    if (counts.cacheWriteInputTokenCount === undefined) return read;
  }
  const builder = new UsageBuilder();
  const usage: { -readonly [Key in keyof Usage]: Usage[Key] } = { ...read.usage };
  const cacheRead = builder.count(counts, "cacheReadInputTokenCount");
  const written = builder.count(counts, "cacheWriteInputTokenCount");
  const statedWrites = writes.flatMap((bucket) => usage[bucket] ?? []);
  if (cacheRead !== undefined) {
    if (usage.cache_read === undefined) usage.cache_read = cacheRead;
    else if (usage.cache_read !== cacheRead) {
      builder.violate(`cacheReadInputTokenCount ${cacheRead} of the log ≠ ${usage.cache_read}`);
    }
  }
  if (written !== undefined) {
    const stated = statedWrites.reduce((sum, count) => sum + count, 0);
    if (statedWrites.length === 0) usage.cache_write = written;
    else if (stated !== written) {
      builder.violate(`cacheWriteInputTokenCount ${written} of the log ≠ ${stated}`);
    }
  }
  return { usage, violations: [...read.violations, ...builder.violations] };
}
