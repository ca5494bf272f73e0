import type { UsageComponent } from "@headgate/contract";
import { isJsonObject, type JsonObject, listOrEmpty } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

/**
 * Reads `usageMetadata` of Gemini and Vertex: the prompt's count includes what came from a cache, thoughts
 * and the prompts of tools stand outside the candidates' and the prompt's counts, and the total is the sum
 * of all four (`UsageMetadata` of https://ai.google.dev/api/generate-content and
 * https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-25). Google leaves out what is zero, so
 * a count that is missing is left absent. Text, documents and tools' prompts share `input`.
 */
export function readGeminiUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const prompt = builder.count(raw, "promptTokenCount");
  const cached = builder.count(raw, "cachedContentTokenCount");
  const tools = builder.count(raw, "toolUsePromptTokenCount");
  const candidates = builder.count(raw, "candidatesTokenCount");
  const thoughts = builder.count(raw, "thoughtsTokenCount");
  const total = builder.count(raw, "totalTokenCount");
  const said = [prompt, tools, candidates, thoughts].filter((count) => count !== undefined);
  const sum = said.reduce((before, count) => before + count, 0);
  if (total !== undefined && said.length > 0 && total !== sum) {
    builder.violate(`totalTokenCount ${total} ≠ ${sum}, the sum of its parts`);
  }
  splitInput(builder, raw, { prompt, cached, tools });
  splitOutput(builder, raw, candidates);
  builder.set("reasoning", thoughts);
  return builder.reading();
}

type Media = "AUDIO" | "IMAGE" | "VIDEO";
const inputMedia = { AUDIO: "input_audio", IMAGE: "input_image", VIDEO: "input_video" } as const;
const outputMedia = {
  AUDIO: "output_audio",
  IMAGE: "output_image",
  VIDEO: "output_video",
} as const;

function splitInput(
  builder: UsageBuilder,
  raw: JsonObject,
  counts: Readonly<{
    prompt: number | undefined;
    cached: number | undefined;
    tools: number | undefined;
  }>,
): void {
  const { prompt, cached, tools } = counts;
  if (prompt === undefined) {
    if (tools !== undefined || cached !== undefined) builder.violate("promptTokenCount is missing");
    builder.set("input", tools);
    return;
  }
  const uncached = cached === undefined ? prompt : prompt - cached;
  if (uncached < 0) {
    builder.violate(`promptTokenCount ${prompt} is less than cachedContentTokenCount ${cached}`);
    builder.set("input", prompt + (tools === undefined ? 0 : tools));
    return;
  }
  const cachedMedia = mediaOf(builder, raw, "cacheTokensDetails");
  const media = new Map<UsageComponent, number>();
  let rest = uncached;
  for (const [medium, tokens] of mediaOf(builder, raw, "promptTokensDetails")) {
    const fromCache = cachedMedia.get(medium);
    // How much of it came from the cache is not said, so neither is how much did not.
    if (cached !== undefined && cached > 0 && fromCache === undefined) continue;
    const own = fromCache === undefined ? tokens : tokens - fromCache;
    media.set(inputMedia[medium], own);
    rest -= own;
  }
  const inputIsSplit = rest >= 0 && [...media.values()].every((count) => count >= 0);
  if (!inputIsSplit) builder.violate("promptTokensDetails are more than promptTokenCount");
  const text = inputIsSplit ? rest : uncached;
  builder.set("input", tools === undefined ? text : text + tools);
  if (inputIsSplit) for (const [component, tokens] of media) builder.set(component, tokens);
  splitCached(builder, cached, cachedMedia.get("AUDIO"));
}

function splitCached(
  builder: UsageBuilder,
  cached: number | undefined,
  audio: number | undefined,
): void {
  if (cached !== undefined && audio !== undefined && audio > cached) {
    builder.violate(`cacheTokensDetails AUDIO ${audio} is more than ${cached}`);
    builder.set("cache_read", cached);
    return;
  }
  builder.set("cache_read", cached === undefined || audio === undefined ? cached : cached - audio);
  builder.set("cache_read_audio", audio);
}

function splitOutput(builder: UsageBuilder, raw: JsonObject, candidates: number | undefined): void {
  if (candidates === undefined) return;
  const media = mediaOf(builder, raw, "candidatesTokensDetails");
  const rest = [...media.values()].reduce((left, tokens) => left - tokens, candidates);
  if (rest < 0) {
    builder.violate(`candidatesTokensDetails are more than candidatesTokenCount ${candidates}`);
    builder.set("output", candidates);
    return;
  }
  builder.set("output", rest);
  for (const [medium, tokens] of media) builder.set(outputMedia[medium], tokens);
}

/** The counts of what is not text; the others may say less than their total. */
function mediaOf(builder: UsageBuilder, raw: JsonObject, field: string): Map<Media, number> {
  const media = new Map<Media, number>();
  for (const detail of listOrEmpty(raw[field])) {
    if (!isJsonObject(detail)) continue;
    const { modality } = detail;
    if (modality !== "AUDIO" && modality !== "IMAGE" && modality !== "VIDEO") continue;
    const tokens = builder.count(detail, "tokenCount", `${field} ${modality}`);
    if (tokens !== undefined) media.set(modality, tokens);
  }
  return media;
}
