import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";

/**
 * The tier that served a chat: beside the answer as OpenAI states it, or in the usage as Mistral does
 * (`UsageInfo` in https://www.npmjs.com/package/@mistralai/mistralai 2.7.0, read 2026-11-28).
 */
export const servedTier = (answer: JsonObject): string | undefined =>
  textOrAbsent(answer.service_tier) ?? textOrAbsent(objectOrAbsent(answer.usage)?.service_tier);
