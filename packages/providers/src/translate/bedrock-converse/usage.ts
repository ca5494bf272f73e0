import { outputTokens, type Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import { sumOf } from "../sum-of.ts";

/**
 * Usage in Converse's words: the input excludes the cache, and the total is input, output, cache reads
 * and cache writes. `undefined` where input or output are not known.
 */
export function writeConverseUsage(usage: Usage): JsonObject | undefined {
  const input = sumOf(usage, ["input", "input_audio", "input_image", "input_video"]);
  const output = outputTokens(usage);
  if (input === undefined || output === undefined) return undefined;
  const read = sumOf(usage, ["cache_read", "cache_read_audio"]);
  const written = sumOf(usage, ["cache_write_5m", "cache_write_1h", "cache_write"]);
  const { cache_write_5m: fiveMinutes, cache_write_1h: oneHour, cache_write: unknown } = usage;
  const details = [
    ...(fiveMinutes === undefined ? [] : [{ ttl: "5m", inputTokens: fiveMinutes }]),
    ...(oneHour === undefined ? [] : [{ ttl: "1h", inputTokens: oneHour }]),
  ];
  const cached = [read, written].reduce<number>(
    (total, count) => (count === undefined ? total : total + count),
    0,
  );
  return {
    inputTokens: input,
    outputTokens: output,
    totalTokens: input + output + cached,
    ...(read !== undefined && { cacheReadInputTokens: read }),
    ...(written !== undefined && { cacheWriteInputTokens: written }),
    ...(unknown === undefined && details.length > 0 && { cacheDetails: details }),
  };
}
