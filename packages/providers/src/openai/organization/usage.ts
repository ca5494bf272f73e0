import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

const known: ReadonlySet<string> = new Set([
  "input_tokens",
  "input_cached_tokens",
  "input_cache_write_tokens",
  "input_uncached_tokens",
  "input_text_tokens",
  "input_cached_text_tokens",
  "input_audio_tokens",
  "input_cached_audio_tokens",
  "input_image_tokens",
  "input_cached_image_tokens",
  "cached_image_tokens",
  "output_tokens",
  "output_text_tokens",
  "output_audio_tokens",
  "output_image_tokens",
]);

/**
 * Reads one result of OpenAI's organization usage API (`/v1/organization/usage/…`;
 * https://platform.openai.com/docs/api-reference/usage). `input_tokens` is uncached, cached and cache-write tokens
 * together; `input_text_tokens` is the uncached text alone. Audio and images stand beside the text, unless the
 * uncached tokens are more than the text: then they are what makes the difference.
 */
export function readOrganizationUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const count = (name: string): number | undefined => builder.count(raw, name);
  const cached = count("input_cached_tokens");
  const written = count("input_cache_write_tokens");
  const uncached = uncachedOf(builder, raw, sum(cached, written));
  const audio = count("input_audio_tokens");
  const cachedAudio = count("input_cached_audio_tokens");
  const image = count("input_image_tokens");
  const newAudio =
    audio !== undefined && cachedAudio !== undefined && cachedAudio <= audio
      ? audio - cachedAudio
      : audio;
  const text = count("input_text_tokens");
  const isWithin = text !== undefined && uncached !== undefined && uncached > text;
  builder.set("input", isWithin ? less(builder, uncached, [newAudio, image]) : uncached);
  builder.set("cache_read", cached);
  builder.set("cache_write", written);
  builder.set("input_audio", newAudio);
  builder.set("input_image", image);
  const output = count("output_tokens");
  const outputText = count("output_text_tokens");
  const outputAudio = count("output_audio_tokens");
  const outputImage = count("output_image_tokens");
  const isOutputWithin = outputText !== undefined && output !== undefined && output > outputText;
  builder.set(
    "output",
    isOutputWithin ? less(builder, output, [outputAudio, outputImage]) : output,
  );
  builder.set("output_audio", outputAudio);
  builder.set("output_image", outputImage);
  builder.set("images", count("images"));
  builder.set("characters", count("characters"));
  builder.set("seconds", count("seconds"));
  builder.reportUnknown(raw, known);
  return builder.reading();
}

const sum = (...counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((total, one) => (one === undefined ? total : total + one), 0);

function uncachedOf(builder: UsageBuilder, raw: JsonObject, cache: number): number | undefined {
  const input = builder.count(raw, "input_tokens");
  const stated = builder.count(raw, "input_uncached_tokens");
  if (input === undefined) return stated;
  if (cache > input) {
    builder.violate(`input_tokens ${input} are less than those of the cache ${cache}`);
    return stated;
  }
  if (stated !== undefined && stated + cache !== input) {
    builder.violate(`input_tokens ${input} ≠ ${stated + cache} of the parts`);
  }
  return stated ?? input - cache;
}

function less(
  builder: UsageBuilder,
  whole: number,
  parts: readonly (number | undefined)[],
): number {
  const within = sum(...parts);
  if (within <= whole) return whole - within;
  builder.violate(`${whole} tokens are less than their parts ${within}`);
  return whole;
}
