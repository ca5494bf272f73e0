import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/** What the parts of a text's count are, which is what the others leave of the whole. */
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
  "output_tokens",
  "output_text_tokens",
  "output_audio_tokens",
  "output_image_tokens",
]);

/**
 * Reads one result of OpenAI's organization usage API, `/v1/organization/usage/…`
 * (`resources/admin/organization/usage` of https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28).
 * `input_tokens` is all of them: uncached, cached and written to the cache, of text, audio and images;
 * `input_audio_tokens` and `input_image_tokens` are parts of the uncached ones, and `output_tokens` has all outputs.
 */
export function readOrganizationUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const count = (name: string): number | undefined => builder.count(raw, name);
  const [audio, image] = [count("input_audio_tokens"), count("input_image_tokens")];
  const [cached, cachedAudio] = [count("input_cached_tokens"), count("input_cached_audio_tokens")];
  const written = count("input_cache_write_tokens");
  builder.set("input", less(builder, uncachedOf(builder, raw, sum(cached, written)), audio, image));
  builder.set("input_audio", audio);
  builder.set("input_image", image);
  builder.set("cache_read", less(builder, cached, cachedAudio));
  builder.set("cache_read_audio", cachedAudio);
  builder.set("cache_write", written);
  const [spoken, drawn] = [count("output_audio_tokens"), count("output_image_tokens")];
  builder.set("output", less(builder, count("output_tokens"), spoken, drawn));
  builder.set("output_audio", spoken);
  builder.set("output_image", drawn);
  builder.set("images", count("images"));
  builder.set("characters", count("characters"));
  builder.set("seconds", count("seconds"));
  builder.set("code_sessions", count("num_sessions"));
  if (raw.object === FILE_SEARCHES) builder.set("file_searches", count("num_requests"));
  if (raw.object === WEB_SEARCHES) builder.set("web_searches", count("num_requests"));
  builder.reportUnknown(raw, known);
  return builder.reading();
}

const FILE_SEARCHES = "organization.usage.file_searches.result";
const WEB_SEARCHES = "organization.usage.web_searches.result";

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

/** A whole without its parts, each of which has a bucket of its own. */
function less(
  builder: UsageBuilder,
  whole: number | undefined,
  ...parts: readonly (number | undefined)[]
): number | undefined {
  if (whole === undefined) return undefined;
  const within = sum(...parts);
  if (within <= whole) return whole - within;
  builder.violate(`${whole} tokens are less than their parts ${within}`);
  return whole;
}
