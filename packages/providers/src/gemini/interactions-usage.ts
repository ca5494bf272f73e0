import type { JsonObject } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

const known: ReadonlySet<string> = new Set([
  "total_tokens",
  "total_input_tokens",
  "total_cached_tokens",
  "total_output_tokens",
  "total_tool_use_tokens",
  "total_thought_tokens",
]);

/**
 * Reads the `usage` of Gemini's Interactions API: the same five counts as `usageMetadata` under other
 * names, the cached ones inside the input, thoughts outside the output
 * (`Usage` of the interactions in https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28; that
 * thoughts stand outside the output is as in `usageMetadata`, it is not said there). Modalities of the input
 * stay in `input`: lists by modality are not told for what came from the cache.
 */
export function readInteractionsUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const input = builder.count(raw, "total_input_tokens");
  const cached = builder.count(raw, "total_cached_tokens");
  const output = builder.count(raw, "total_output_tokens");
  const toolUse = builder.count(raw, "total_tool_use_tokens");
  const thoughts = builder.count(raw, "total_thought_tokens");
  builder.reportUnknown(raw, known);
  if (input === undefined) builder.violate("total_input_tokens is missing");
  if (input !== undefined && cached !== undefined && cached > input) {
    builder.violate(`total_cached_tokens ${cached} is more than total_input_tokens ${input}`);
    builder.set("input", added(input, toolUse));
  } else if (input !== undefined) {
    builder.set("input", added(cached === undefined ? input : input - cached, toolUse));
    builder.set("cache_read", cached);
  }
  builder.set("output", output);
  builder.set("reasoning", thoughts);
  const total = builder.count(raw, "total_tokens");
  const sum = [input, output, toolUse, thoughts].reduce(added);
  if (total !== undefined && total !== sum) {
    builder.violate(
      `total_tokens ${total} ≠ ${String(sum)}, the sum of input, output, tool use and thoughts`,
    );
  }
  return builder.reading();
}

const added = (left: number | undefined, right: number | undefined): number | undefined => {
  if (left === undefined) return right;
  return right === undefined ? left : left + right;
};
