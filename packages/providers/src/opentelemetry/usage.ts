import type { JsonObject } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

/** Whether a span's count of the prompt has the cache's tokens in it, as far as its writer tells. */
export type CacheCounting = "included" | "beside" | "unstated";

/**
 * The names of one count, the convention's own of today first: OpenTelemetry's, its deprecated ones,
 * OpenInference's (https://github.com/Arize-ai/openinference), OpenLLMetry's
 * (https://github.com/traceloop/openllmetry), and those of Vercel's AI SDK, which writes its own beside the
 * convention's (https://ai-sdk.dev/docs/ai-sdk-core/telemetry, versions 4 to 6; read 2026-11-30).
 */
const names = {
  input: [
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.token_count.prompt",
    "llm.usage.prompt_tokens",
    "ai.usage.inputTokens",
    "ai.usage.promptTokens",
  ],
  output: [
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
    "llm.usage.completion_tokens",
    "ai.usage.outputTokens",
    "ai.usage.completionTokens",
  ],
  total: [
    "gen_ai.usage.total_tokens",
    "llm.usage.total_tokens",
    "llm.token_count.total",
    "ai.usage.totalTokens",
  ],
  uncached: ["ai.usage.inputTokenDetails.noCacheTokens"],
  cacheRead: [
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
    "gen_ai.usage.details.cache_read_tokens",
    "gen_ai.usage.details.cache_read_input_tokens",
    "gen_ai.usage.details.cached_tokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
    "ai.usage.cachedInputTokens",
  ],
  cacheWrite: [
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
    "llm.token_count.prompt_details.cache_write",
    "gen_ai.usage.details.cache_write_tokens",
    "gen_ai.usage.details.cache_creation_input_tokens",
    "ai.usage.inputTokenDetails.cacheWriteTokens",
  ],
  reasoning: [
    "gen_ai.usage.reasoning.output_tokens",
    "gen_ai.usage.reasoning_tokens",
    "llm.token_count.completion_details.reasoning",
    "llm.usage.reasoning_tokens",
    "gen_ai.usage.details.reasoning_tokens",
    "ai.usage.outputTokenDetails.reasoningTokens",
    "ai.usage.reasoningTokens",
  ],
  inputAudio: ["gen_ai.usage.audio.input_tokens", "llm.token_count.prompt_details.audio"],
  inputImage: ["gen_ai.usage.image.input_tokens"],
  inputVideo: ["gen_ai.usage.video.input_tokens"],
  outputAudio: ["gen_ai.usage.audio.output_tokens", "llm.token_count.completion_details.audio"],
} as const satisfies Record<string, readonly string[]>;

/** What the whole is, of which the others are parts: text is what is left of it. */
const alsoKnown = [
  "gen_ai.usage.text.input_tokens",
  "gen_ai.usage.text.output_tokens",
  "ai.usage.outputTokenDetails.textTokens",
];
const known: ReadonlySet<string> = new Set([...Object.values(names).flat(), ...alsoKnown]);
const prefixes = ["gen_ai.usage.", "llm.token_count.", "llm.usage.", "ai.usage."] as const;

/** The attributes of a span that count tokens; none where it counts none. */
export function spanUsageAttributes(attributes: JsonObject): JsonObject | undefined {
  const raw: Record<string, unknown> = {};
  let isCounted = false;
  for (const name in attributes) {
    if (!prefixes.some((prefix) => name.startsWith(prefix)) || name.endsWith("cost")) continue;
    raw[name] = attributes[name];
    isCounted ||= known.has(name);
  }
  return isCounted ? raw : undefined;
}

/**
 * Reads the counts of a span. The convention says that the prompt's count includes what was read from and written
 * to the cache, and the answer's its reasoning
 * (https://open-telemetry.github.io/opentelemetry-js/variables/_opentelemetry_semantic-conventions.incubating.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS.html,
 * read 2026-11-28); writers that pass on what a provider says do otherwise. Where the counts themselves tell, they
 * decide; else what is known of the writer; else the convention holds and the reading is doubtful.
 */
export function readSpanUsage(raw: JsonObject, cacheCounting: CacheCounting): UsageReading {
  const builder = new UsageBuilder();
  const count = (key: keyof typeof names): number | undefined => firstOf(builder, raw, names[key]);
  const parts: Parts = {
    cacheRead: count("cacheRead"),
    cacheWrite: count("cacheWrite"),
    uncached: count("uncached"),
    total: count("total"),
    output: count("output"),
    reasoning: count("reasoning"),
    inputAudio: count("inputAudio"),
    inputImage: count("inputImage"),
    inputVideo: count("inputVideo"),
    outputAudio: count("outputAudio"),
  };
  setInput(builder, count("input"), parts, cacheCounting);
  setOutput(builder, count("input"), parts);
  builder.reportUnknown(raw, known);
  return builder.reading();
}

type Parts = Readonly<Record<Exclude<keyof typeof names, "input">, number | undefined>>;

const sum = (...counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((total, one) => (one === undefined ? total : total + one), 0);

/** The first name that is there; two that contradict each other are told. */
function firstOf(
  builder: UsageBuilder,
  raw: JsonObject,
  ofOne: readonly string[],
): number | undefined {
  let first: Readonly<{ name: string; value: number }> | undefined;
  for (const name of ofOne) {
    const value = builder.count(raw, name);
    if (value === undefined) continue;
    first ??= { name, value };
    if (first.value !== value && !builder.violations.some((text) => text.includes(name))) {
      builder.violate(`${first.name} ${first.value} ≠ ${name} ${value}`);
    }
  }
  return first?.value;
}

function setInput(
  builder: UsageBuilder,
  input: number | undefined,
  parts: Parts,
  counting: CacheCounting,
): void {
  const { cacheRead, cacheWrite, inputAudio, inputImage, inputVideo } = parts;
  builder.set("cache_read", cacheRead);
  builder.set("cache_write", cacheWrite);
  builder.set("input_audio", inputAudio);
  builder.set("input_image", inputImage);
  builder.set("input_video", inputVideo);
  if (input === undefined) return;
  const cached = sum(cacheRead, cacheWrite);
  const modal = sum(inputAudio, inputImage, inputVideo);
  const within = cached + modal;
  if (cached === 0 ? within <= input : isIncluded(builder, input, parts, counting)) {
    if (within <= input) {
      builder.set("input", input - within);
      return;
    }
    builder.violate(`input tokens ${input} are less than their parts ${within}`);
  }
  builder.set("input", input >= modal ? input - modal : input);
}

function isIncluded(
  builder: UsageBuilder,
  input: number,
  { cacheRead, cacheWrite, uncached, total, output }: Parts,
  counting: CacheCounting,
): boolean {
  const cached = sum(cacheRead, cacheWrite);
  // More than the whole cannot be a part of it.
  if (cached > input) return false;
  if (total !== undefined && output !== undefined && total === input + cached + output)
    return false;
  if (uncached === input) return false;
  if (uncached !== undefined && uncached + cached === input) return true;
  switch (counting) {
    case "included":
      return true;
    case "beside":
      return false;
    case "unstated":
      builder.violate("it is not stated whether input tokens include those of the cache");
      return true;
    default:
      return counting satisfies never;
  }
}

function setOutput(builder: UsageBuilder, input: number | undefined, parts: Parts): void {
  const { output, reasoning, outputAudio, total, cacheRead, cacheWrite } = parts;
  builder.set("reasoning", reasoning);
  builder.set("output_audio", outputAudio);
  if (output === undefined) return;
  const stated = input === undefined ? undefined : input + output;
  const isBeside =
    reasoning !== undefined &&
    reasoning > 0 &&
    (reasoning > output || (stated !== undefined && total === stated + reasoning));
  const within = sum(isBeside ? undefined : reasoning, outputAudio);
  if (within > output) {
    builder.violate(`output tokens ${output} are less than their parts ${within}`);
    builder.set("output", output);
  } else builder.set("output", output - within);
  if (total === undefined || stated === undefined) return;
  const possible = [stated, stated + sum(reasoning), stated + sum(cacheRead, cacheWrite)];
  if (!possible.includes(total)) builder.violate(`total tokens ${total} ≠ ${stated} of the parts`);
}
