import type { JsonObject } from "../json-values.ts";
import { objectOrAbsent } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";
import { countServerSideTools } from "./server-side-tools.ts";

/** The names under which an OpenAI format reports the same figures. */
export type OpenaiUsageNames = Readonly<{
  input: "prompt_tokens" | "input_tokens";
  output: "completion_tokens" | "output_tokens";
  inputDetails: readonly string[];
  outputDetails: string;
}>;

/**
 * OpenAI's totals include their parts: the prompt's total includes cached, cache-write and audio tokens,
 * the completion's includes reasoning, audio and rejected predictions; `total_tokens` is prompt plus
 * completion (`CompletionUsage` and `ResponseUsage` in https://www.npmjs.com/package/openai 6.49.0, read
 * 2026-11-28). Cache writes are billed at 1.25 times the input rate from GPT-5.6 on
 * (https://github.com/coder/mux/issues/3705) and at the input rate before
 * (https://learn.microsoft.com/en-za/Azure/foundry-classic/openai/how-to/prompt-caching, of Azure; both read
 * 2026-11-28; OpenAI's own page was not read again). Image and
 * text tokens of a prompt stay together in `input`: a chat model has one input rate for both.
 *
 * Compatible providers differ in where they state cached tokens, and xAI's chat counts reasoning outside
 * the completion
 * (https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/grok/capabilities/reasoning,
 * read 2026-11-28); each shape is recognised by its own fields and by the total.
 */
export function readOpenaiUsage(raw: JsonObject, names: OpenaiUsageNames): UsageReading {
  const builder = new UsageBuilder();
  const input = builder.count(raw, names.input);
  const output = builder.count(raw, names.output);
  const total = builder.count(raw, "total_tokens");
  splitInput(builder, raw, names, input);
  splitOutput(builder, raw, names, { input, output, total });
  countServerSideTools(builder, raw);
  // Mistral's, for what was heard in a prompt (`UsageInfo` in https://www.npmjs.com/package/@mistralai/mistralai 2.7.0, read 2026-11-28).
  const seconds = raw.prompt_audio_seconds;
  if (typeof seconds === "number" && seconds > 0) {
    builder.violate(`prompt_audio_seconds ${seconds} have no count in the usage`);
  }
  reportSearching(builder, raw);
  builder.reportUnknown(raw, knownTotals);
  return builder.reading();
}

/**
 * Perplexity's Sonar models are billed by the request, at a fee that its search chooses, or by the search, beside the
 * tokens (as the price book's rows have it, from genai-prices; Perplexity's own page was not read): neither fee is a
 * count of the usage.
 */
function reportSearching(builder: UsageBuilder, raw: JsonObject): void {
  const stated = ["search_context_size", "num_search_queries"].flatMap((field) => {
    const value = raw[field];
    return value === undefined || value === null ? [] : [`${field} ${JSON.stringify(value)}`];
  });
  if (stated.length > 0) {
    builder.violate(
      `searching is billed apart and is not in the usage: ${stated.join(", ").slice(0, 80)}`,
    );
  }
}

/** Totals, and the cached tokens of those who state them beside the totals. */
const knownTotals: ReadonlySet<string> = new Set([
  "prompt_tokens",
  "completion_tokens",
  "input_tokens",
  "output_tokens",
  "total_tokens",
  "cached_tokens",
  "num_cached_tokens",
  "prompt_cache_hit_tokens",
  "prompt_cache_miss_tokens",
]);
/** Parts of the input; text, image and video tokens have the input's rate and stay in it. */
const knownInputParts: ReadonlySet<string> = new Set([
  "cached_tokens",
  "cache_write_tokens",
  "audio_tokens",
  "text_tokens",
  "image_tokens",
  "video_tokens",
]);
/** Parts of the output; predictions, accepted or not, have the output's rate and stay in it. */
const knownOutputParts: ReadonlySet<string> = new Set([
  "reasoning_tokens",
  "audio_tokens",
  "image_tokens",
  "text_tokens",
  "accepted_prediction_tokens",
  "rejected_prediction_tokens",
]);

function splitInput(
  builder: UsageBuilder,
  raw: JsonObject,
  names: OpenaiUsageNames,
  input: number | undefined,
): void {
  if (input === undefined) {
    builder.violate(`${names.input} is missing`);
    return;
  }
  const place = names.inputDetails.find((field) => objectOrAbsent(raw[field]) !== undefined);
  const details = place === undefined ? undefined : objectOrAbsent(raw[place]);
  const parts = {
    cache_read: cachedTokens(builder, raw, details, input),
    cache_write: builder.count(details, "cache_write_tokens", `${place}.cache_write_tokens`),
    input_audio: builder.count(details, "audio_tokens", `${place}.audio_tokens`),
  };
  builder.reportUnknown(details, knownInputParts, `${place}.`);
  const rest = remainder(input, parts);
  if (rest === undefined) {
    builder.violate(`${names.input} ${input} is less than its parts (${listed(parts)})`);
    builder.set("input", input);
    return;
  }
  builder.set("input", rest);
  builder.set("cache_read", parts.cache_read);
  builder.set("cache_write", parts.cache_write);
  builder.set("input_audio", parts.input_audio);
}

/** Cached tokens stand in a different field at DeepSeek, Mistral and Together; all that are said must agree. */
function cachedTokens(
  builder: UsageBuilder,
  raw: JsonObject,
  details: JsonObject | undefined,
  input: number,
): number | undefined {
  const said = [
    builder.count(details, "cached_tokens"),
    builder.count(raw, "prompt_cache_hit_tokens"),
    builder.count(raw, "num_cached_tokens"),
    builder.count(raw, "cached_tokens"),
  ].filter((count) => count !== undefined);
  const [first] = said;
  if (said.some((count) => count !== first)) {
    builder.violate(`cached tokens are stated as ${said.join(" and ")}`);
  }
  const missed = builder.count(raw, "prompt_cache_miss_tokens");
  const hit = builder.count(raw, "prompt_cache_hit_tokens");
  if (missed !== undefined && hit !== undefined && missed + hit !== input) {
    builder.violate(
      `prompt_cache_hit_tokens ${hit} + prompt_cache_miss_tokens ${missed} ≠ ${input}`,
    );
  }
  return first;
}

function splitOutput(
  builder: UsageBuilder,
  raw: JsonObject,
  names: OpenaiUsageNames,
  totals: Readonly<{
    input: number | undefined;
    output: number | undefined;
    total: number | undefined;
  }>,
): void {
  const { input, output, total } = totals;
  if (output === undefined) {
    if (raw[names.output] === undefined) builder.violate(`${names.output} is missing`);
    return;
  }
  const place = names.outputDetails;
  const details = objectOrAbsent(raw[place]);
  const reasoning = builder.count(details, "reasoning_tokens", `${place}.reasoning_tokens`);
  const outputAudio = builder.count(details, "audio_tokens", `${place}.audio_tokens`);
  const outputImage = builder.count(details, "image_tokens", `${place}.image_tokens`);
  builder.reportUnknown(details, knownOutputParts, `${place}.`);
  const sum = input === undefined ? undefined : input + output;
  const apart =
    sum !== undefined && reasoning !== undefined && total !== sum && total === sum + reasoning;
  if (total !== undefined && sum !== undefined && total !== sum && !apart) {
    builder.violate(`total_tokens ${total} ≠ ${names.input} ${input} + ${names.output} ${output}`);
  }
  const parts = {
    reasoning: apart ? undefined : reasoning,
    output_audio: outputAudio,
    output_image: outputImage,
  };
  const rest = remainder(output, parts);
  if (rest === undefined) {
    builder.violate(`${names.output} ${output} is less than its parts (${listed(parts)})`);
    builder.set("output", output);
    if (apart) builder.set("reasoning", reasoning);
    return;
  }
  builder.set("output", rest);
  builder.set("reasoning", reasoning);
  builder.set("output_audio", outputAudio);
  builder.set("output_image", outputImage);
}

type Parts = Readonly<Record<string, number | undefined>>;

/** What is left of a total that includes its parts; `undefined` when the parts are more than the total. */
function remainder(total: number, parts: Parts): number | undefined {
  let rest = total;
  for (const part of Object.values(parts)) if (part !== undefined) rest -= part;
  return rest < 0 ? undefined : rest;
}

const listed = (parts: Parts): string =>
  Object.entries(parts)
    .filter(([, count]) => count !== undefined)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
