import { type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";

/**
 * The tier that was billed: the Gemini API's `serviceTier` of the usage, else Vertex AI's `trafficType`
 * (`GenerateContentResponseUsageMetadata` in https://www.npmjs.com/package/@google/genai 2.32.0, read
 * 2026-11-25).
 */
export function geminiServiceTier(answer: JsonObject): string | undefined {
  const usage = objectOrAbsent(answer.usageMetadata);
  return textOrAbsent(usage?.serviceTier) ?? textOrAbsent(usage?.trafficType);
}
