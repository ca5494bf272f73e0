import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/**
 * Reads the `usage` of a message. Anthropic's input excludes both cache reads and cache writes;
 * `cache_creation_input_tokens` is the sum of the five-minute and the one-hour writes; the output
 * includes thinking (`Usage` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-28).
 *
 * Where `iterations` stand (compaction, advisor, fallback), they are what is billed: the top level may
 * leave some out (`BetaIterationsUsage` there: compaction is not in the top-level fields).
 * Those of another model have another price, which one usage cannot carry: they are named, not counted.
 *
 * @param model the message's own model
 */
export function readMessagesUsage(raw: JsonObject, model: string | undefined): UsageReading {
  const builder = new UsageBuilder();
  const iterations = listOrEmpty(raw.iterations).filter(isJsonObject);
  const own = iterations.filter((iteration) => isOwn(iteration, model));
  for (const other of iterations.filter((iteration) => !isOwn(iteration, model))) {
    builder.violate(
      `an iteration on ${String(other.model)} (${String(other.input_tokens)} in, ${String(other.output_tokens)} out) is billed apart and is not in the usage`,
    );
  }
  const billed = own.length > 0 ? own : [raw];
  builder.set("input", sumOf(builder, billed, "input_tokens"));
  builder.set("cache_read", sumOf(builder, billed, "cache_read_input_tokens"));
  cacheWrites(builder, billed);
  output(builder, raw, sumOf(builder, billed, "output_tokens"));
  if (billed[0]?.input_tokens === undefined) builder.violate("input_tokens is missing");

  const tools = objectOrAbsent(raw.server_tool_use);
  builder.set("web_searches", builder.count(tools, "web_search_requests"));
  builder.set("web_fetches", builder.count(tools, "web_fetch_requests"));
  // 1.1 times the global rate (https://docs.aws.amazon.com/claude-platform/latest/userguide/data-residency.html, read 2026-11-23).
  if (raw.inference_geo === "us") {
    builder.violate(
      "inference_geo us is billed at a rate of its own, which the usage does not carry",
    );
  }
  return builder.reading();
}

/** The tier that was billed; fast mode has prices of its own and is stated beside the tier. */
export const messagesServiceTier = (usage: JsonObject | undefined): string | undefined =>
  usage?.speed === "fast" ? "fast" : textOrAbsent(usage?.service_tier);

const isOwn = (iteration: JsonObject, model: string | undefined): boolean => {
  const named = textOrAbsent(iteration.model);
  return named === undefined || named === model;
};

/** The sum over the billed parts; `undefined` when none of them says it. */
function sumOf(
  builder: UsageBuilder,
  billed: readonly (JsonObject | undefined)[],
  field: string,
): number | undefined {
  let total: number | undefined;
  for (const part of billed) {
    const count = builder.count(part, field);
    if (count !== undefined) total = total === undefined ? count : total + count;
  }
  return total;
}

function cacheWrites(builder: UsageBuilder, billed: readonly JsonObject[]): void {
  const written = sumOf(builder, billed, "cache_creation_input_tokens");
  const details = billed.map((part) => objectOrAbsent(part.cache_creation));
  const fiveMinutes = sumOf(builder, details, "ephemeral_5m_input_tokens");
  const oneHour = sumOf(builder, details, "ephemeral_1h_input_tokens");
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
    builder.set("cache_write", written);
    return;
  }
  builder.set("cache_write_5m", fiveMinutes);
  builder.set("cache_write_1h", oneHour);
}

function output(builder: UsageBuilder, raw: JsonObject, total: number | undefined): void {
  if (total === undefined) {
    builder.violate("output_tokens is missing");
    return;
  }
  const thinking = builder.count(objectOrAbsent(raw.output_tokens_details), "thinking_tokens");
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
