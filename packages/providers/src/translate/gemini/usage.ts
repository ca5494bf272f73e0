import { inputTokens, type Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import { sumOf } from "../sum-of.ts";

/**
 * Usage in Gemini's words: the prompt includes what came from the cache, candidates exclude thoughts, and
 * the total is all three. `undefined` where the prompt or the candidates are not known.
 */
export function writeGeminiUsage(usage: Usage): JsonObject | undefined {
  const prompt = inputTokens(usage);
  const candidates = sumOf(usage, ["output", "output_audio", "output_image", "output_video"]);
  if (prompt === undefined || candidates === undefined) return undefined;
  const cached = sumOf(usage, ["cache_read", "cache_read_audio"]);
  const { reasoning } = usage;
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: candidates,
    ...(cached !== undefined && { cachedContentTokenCount: cached }),
    ...(reasoning !== undefined && { thoughtsTokenCount: reasoning }),
    totalTokenCount: prompt + candidates + (reasoning === undefined ? 0 : reasoning),
  };
}
