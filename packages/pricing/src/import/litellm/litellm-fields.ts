import type { PriceTier, UsageComponent } from "@headgate/contract";
import { isObject } from "../../checker.ts";
import { cacheWriteOf, type Field, MILLION, THOUSAND } from "../collector.ts";

type FieldReading = Readonly<{
  numberIn: (value: unknown) => unknown;
  about: Omit<Field, "at" | "value">;
}>;

const PER_TOKEN: Readonly<Record<string, UsageComponent>> = {
  input_cost_per_token: "input",
  output_cost_per_token: "output",
  cache_read_input_token_cost: "cache_read",
  output_cost_per_reasoning_token: "reasoning",
  input_cost_per_audio_token: "input_audio",
  output_cost_per_audio_token: "output_audio",
  input_cost_per_image_token: "input_image",
  output_cost_per_image_token: "output_image",
  output_cost_per_video_token: "output_video",
  cache_read_input_audio_token_cost: "cache_read_audio",
};
const tierSuffixes: readonly (readonly [string, PriceTier])[] = [
  ["_batches", "batch"],
  ["_flex", "flex"],
  ["_priority", "priority"],
];
const ABOVE = /_above_(\d+)k_tokens$/;
const itself = (value: unknown): unknown => value;

/**
 * How a field of a row is read; undefined when it holds no price, `unsupported` when it holds one that the
 * price book has no word for.
 */
export function litellmField(
  name: string,
  model: string,
  mode: unknown,
): FieldReading | "unsupported" | undefined {
  if (!/cost|price|pricing|uplift/.test(name)) return undefined;
  const unit = unitField(name, mode);
  if (unit !== undefined) return unit;
  let base = name;
  let tier: PriceTier = "standard";
  for (const [suffix, named] of tierSuffixes) {
    if (!base.endsWith(suffix)) continue;
    base = base.slice(0, -suffix.length);
    tier = named;
  }
  const above = ABOVE.exec(base);
  if (above !== null) base = base.slice(0, above.index);
  const component = tokenComponent(base, model);
  if (component === undefined) return "unsupported";
  return {
    numberIn: itself,
    about: {
      component,
      tier,
      shift: 6,
      per: MILLION,
      ...(above === null
        ? {}
        : {
            threshold: {
              above_input_tokens: Number(above[1]) * THOUSAND,
              applies_to: "whole_call" as const,
            },
          }),
    },
  };
}

const tokenComponent = (base: string, model: string): UsageComponent | undefined => {
  if (base === "cache_creation_input_token_cost") return cacheWriteOf(model);
  if (base === "cache_creation_input_token_cost_above_1hr") return "cache_write_1h";
  return PER_TOKEN[base];
};

const counted = (component: UsageComponent, numberIn = itself): FieldReading => ({
  numberIn,
  about: { component, shift: 3, per: THOUSAND },
});

/** Prices of things that are not tokens. Seconds of chat models are provisioned throughput, not use. */
function unitField(name: string, mode: unknown): FieldReading | undefined {
  switch (name) {
    case "search_context_cost_per_query":
      return counted("web_searches", (value) =>
        isObject(value) ? value.search_context_size_medium : value,
      );
    case "input_cost_per_query":
    case "input_cost_per_request":
      return counted("requests");
    case "ocr_cost_per_page":
      return counted("pages");
    case "input_cost_per_character":
      return mode === "audio_speech" ? counted("characters") : undefined;
    case "output_cost_per_image":
      return mode === "image_generation" ? counted("images") : undefined;
    case "input_cost_per_second":
      return mode === "audio_transcription" ? counted("seconds") : undefined;
    case "output_cost_per_video_per_second":
      return mode === "video_generation" ? counted("seconds") : undefined;
    default:
      return undefined;
  }
}
