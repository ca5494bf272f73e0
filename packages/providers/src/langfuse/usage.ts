import type { UsageComponent } from "@headgate/contract";
import type { JsonObject } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

/** The keys under which clients and Langfuse's own ingestion state one bucket. */
const inputParts: Readonly<Record<string, UsageComponent>> = {
  input_cached_tokens: "cache_read",
  input_cache_read: "cache_read",
  input_cache_read_tokens: "cache_read",
  cache_read_input_tokens: "cache_read",
  cached_content_token_count: "cache_read",
  "prompt_details.cache_read": "cache_read",
  input_cache_creation: "cache_write",
  cache_creation_input_tokens: "cache_write",
  "prompt_details.cache_write": "cache_write",
  input_cache_creation_5m: "cache_write_5m",
  input_cache_creation_1h: "cache_write_1h",
  input_audio: "input_audio",
  input_audio_tokens: "input_audio",
  "prompt_details.audio": "input_audio",
  input_image_tokens: "input_image",
};
const outputParts: Readonly<Record<string, UsageComponent>> = {
  output_reasoning: "reasoning",
  output_reasoning_tokens: "reasoning",
  thoughts_token_count: "reasoning",
  "completion_details.reasoning": "reasoning",
  output_audio: "output_audio",
  output_audio_tokens: "output_audio",
  "completion_details.audio": "output_audio",
};
const inputNames = ["input", "prompt_tokens", "input_tokens", "promptTokens"] as const;
const outputNames = ["output", "completion_tokens", "output_tokens", "completionTokens"] as const;
const totalNames = ["total", "total_tokens", "totalTokens"] as const;
const known: ReadonlySet<string> = new Set([
  ...Object.keys(inputParts),
  ...Object.keys(outputParts),
  ...inputNames,
  ...outputNames,
  ...totalNames,
]);

/**
 * Reads an observation's `usageDetails`. Its keys are meant to be disjoint, for without a total Langfuse adds all of
 * them up to one (https://langfuse.com/docs/token-usage, read 2026-11-28); what comes over OpenTelemetry as `prompt_details.…` and `completion_details.…` stays a part of the whole. The total tells which,
 * where it can; a total that neither reading adds up to is told, and nothing is made up for what is missing.
 */
export function readLangfuseUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const input = firstOf(builder, raw, inputNames);
  const output = firstOf(builder, raw, outputNames);
  const total = firstOf(builder, raw, totalNames);
  const inputs = setParts(builder, raw, inputParts);
  const outputs = setParts(builder, raw, outputParts);
  const whole = sumOf(input, output);
  const apart = whole === undefined ? undefined : whole + inputs.sum + outputs.sum;
  const isWithin =
    whole !== undefined && inputs.sum + outputs.sum > 0 && total === whole && total !== apart;
  builder.set("input", isWithin ? rest(builder, input, inputs.sum, "input") : input);
  builder.set("output", isWithin ? rest(builder, output, outputs.sum, "output") : output);
  if (total !== undefined && apart !== undefined && total !== apart && !isWithin) {
    builder.violate(`total ${total} ≠ ${apart} of the parts`);
  } else if (
    total === undefined &&
    [...inputs.keys, ...outputs.keys].some((key) => key.includes("_details."))
  ) {
    builder.violate("it is not stated whether input and output include their details");
  }
  builder.reportUnknown(raw, known);
  return builder.reading();
}

function rest(
  builder: UsageBuilder,
  whole: number | undefined,
  parts: number,
  name: string,
): number | undefined {
  if (whole === undefined || parts <= whole) return whole === undefined ? undefined : whole - parts;
  builder.violate(`${name} ${whole} is less than its parts ${parts}`);
  return whole;
}

function setParts(
  builder: UsageBuilder,
  raw: JsonObject,
  parts: Readonly<Record<string, UsageComponent>>,
): { sum: number; keys: readonly string[] } {
  let sum = 0;
  const keys: string[] = [];
  const set = new Set<UsageComponent>();
  for (const key in parts) {
    const component = parts[key];
    const count = builder.count(raw, key);
    // Two names of one bucket say the same thing.
    if (component === undefined || count === undefined || set.has(component)) continue;
    set.add(component);
    builder.set(component, count);
    if (count > 0) keys.push(key);
    sum += count;
  }
  return { sum, keys };
}

function firstOf(
  builder: UsageBuilder,
  raw: JsonObject,
  names: readonly string[],
): number | undefined {
  for (const name of names) {
    const count = builder.count(raw, name);
    if (count !== undefined) return count;
  }
  return undefined;
}

const sumOf = (...counts: readonly (number | undefined)[]): number | undefined => {
  const stated = counts.filter((count) => count !== undefined);
  return stated.length === 0 ? undefined : stated.reduce((total, count) => total + count, 0);
};
