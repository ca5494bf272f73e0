import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { UsageBuilder } from "../../token-counts.ts";

/**
 * Sets the buckets of what one model did: the sum over its parts, each a usage object or an iteration. Input
 * excludes cache reads and writes, `cache_creation_input_tokens` is the sum of the writes of both times to
 * live, output includes thinking.
 *
 * @param details of the output; absent where none are stated
 */
export function setTokens(
  builder: UsageBuilder,
  parts: readonly JsonObject[],
  details?: JsonObject,
): void {
  builder.set("input", sumOf(builder, parts, "input_tokens"));
  builder.set("cache_read", sumOf(builder, parts, "cache_read_input_tokens"));
  cacheWrites(builder, parts);
  output(builder, details, sumOf(builder, parts, "output_tokens"));
  if (parts[0]?.input_tokens === undefined) builder.violate("input_tokens is missing");
}

/** The sum over the parts; `undefined` when none of them says it. */
function sumOf(
  builder: UsageBuilder,
  parts: readonly (JsonObject | undefined)[],
  field: string,
): number | undefined {
  let total: number | undefined;
  for (const part of parts) {
    const count = builder.count(part, field);
    if (count !== undefined) total = total === undefined ? count : total + count;
  }
  return total;
}

function cacheWrites(builder: UsageBuilder, parts: readonly JsonObject[]): void {
  const written = sumOf(builder, parts, "cache_creation_input_tokens");
  const byTimeToLive = parts.map((part) => objectOrAbsent(part.cache_creation));
  const fiveMinutes = sumOf(builder, byTimeToLive, "ephemeral_5m_input_tokens");
  const oneHour = sumOf(builder, byTimeToLive, "ephemeral_1h_input_tokens");
  if (fiveMinutes === undefined && oneHour === undefined) {
    builder.set("cache_write", written);
    return;
  }
  const split = [fiveMinutes, oneHour].reduce<number>(
    (total, count) => (count === undefined ? total : total + count),
    0,
  );
  if (written !== undefined && written !== split) {
    builder.violate(`cache_creation_input_tokens ${written} ≠ ${split} by time to live`);
    // A stream's end restates the sum alone: where its start wrote with one time to live, the rest has it too.
    const isOne = written > split && split > 0 && (fiveMinutes === split || oneHour === split);
    if (!isOne) builder.set("cache_write", written);
    else builder.set(oneHour === split ? "cache_write_1h" : "cache_write_5m", written);
    return;
  }
  builder.set("cache_write_5m", fiveMinutes);
  builder.set("cache_write_1h", oneHour);
}

function output(
  builder: UsageBuilder,
  details: JsonObject | undefined,
  total: number | undefined,
): void {
  if (total === undefined) {
    builder.violate("output_tokens is missing");
    return;
  }
  const thinking = builder.count(details, "thinking_tokens");
  if (thinking === undefined || thinking > total) {
    if (thinking !== undefined) {
      builder.violate(`output_tokens ${total} is less than its thinking_tokens ${thinking}`);
    }
    builder.set("output", total);
    return;
  }
  builder.set("output", total - thinking);
  builder.set("reasoning", thinking);
}
