import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import type { StreamFacts } from "../stream-facts.ts";
import type { StopReason } from "../translate/answer.ts";
import { readFinishReason } from "../translate/gemini/stop.ts";

/**
 * The tier that was billed, in Google's word: Gemini's `serviceTier`, Vertex's `trafficType`
 * (`UsageMetadata` in https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28).
 */
export const geminiServiceTier = (usage: JsonObject | undefined): string | undefined =>
  textOrAbsent(usage?.serviceTier) ?? textOrAbsent(usage?.trafficType);

/** Why the candidates of an answer, or of a chunk of one, stopped; a cut one counts before all others. */
export function geminiStopReason(body: JsonObject, before?: StopReason): StopReason | undefined {
  let reason = before;
  for (const candidate of listOrEmpty(body.candidates)) {
    const word = isJsonObject(candidate) ? textOrAbsent(candidate.finishReason) : undefined;
    if (word !== undefined && reason !== "length") ({ reason } = readFinishReason(word, false));
  }
  return reason;
}

/** Takes what one chunk says of the whole answer; a later figure replaces an earlier one. */
export function takeAnswerFacts(chunk: JsonObject, facts: StreamFacts): void {
  const usage = objectOrAbsent(chunk.usageMetadata);
  facts.responseModel = textOrAbsent(chunk.modelVersion) ?? facts.responseModel;
  facts.responseId = textOrAbsent(chunk.responseId) ?? facts.responseId;
  facts.stopReason = geminiStopReason(chunk, facts.stopReason);
  if (usage === undefined) return;
  facts.rawUsage = usage;
  facts.serviceTier = geminiServiceTier(usage) ?? facts.serviceTier;
}
