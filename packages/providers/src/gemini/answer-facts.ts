import { type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import type { StreamFacts } from "../stream-facts.ts";

/**
 * The tier that was billed, in Google's word: Gemini's `serviceTier`, Vertex's `trafficType`
 * (`UsageMetadata` in https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28).
 */
export const geminiServiceTier = (usage: JsonObject | undefined): string | undefined =>
  textOrAbsent(usage?.serviceTier) ?? textOrAbsent(usage?.trafficType);

/** Takes what one chunk says of the whole answer; a later figure replaces an earlier one. */
export function takeAnswerFacts(chunk: JsonObject, facts: StreamFacts): void {
  const usage = objectOrAbsent(chunk.usageMetadata);
  facts.responseModel = textOrAbsent(chunk.modelVersion) ?? facts.responseModel;
  facts.responseId = textOrAbsent(chunk.responseId) ?? facts.responseId;
  if (usage === undefined) return;
  facts.rawUsage = usage;
  facts.serviceTier = geminiServiceTier(usage) ?? facts.serviceTier;
}
