import { type JsonObject, objectOrAbsent } from "@headgate/providers";

/**
 * Tokens that the client set aside for thinking, which a limit of the answer includes: Anthropic refuses a limit that is
 * not above them (`ThinkingConfigEnabled.budget_tokens` of @anthropic-ai/sdk 1.12.0, read 2026-11-29), and a model that
 * has thought so much has nothing left to answer with.
 */
export function thinkingBudget(request: JsonObject): number | undefined {
  const more = objectOrAbsent(request.additionalModelRequestFields);
  const anthropic = objectOrAbsent(request.thinking) ?? objectOrAbsent(more?.thinking);
  const config = objectOrAbsent(request.generationConfig ?? request.generation_config);
  const gemini = objectOrAbsent(config?.thinkingConfig ?? config?.thinking_config);
  const stated = anthropic?.budget_tokens ?? gemini?.thinkingBudget ?? gemini?.thinking_budget;
  return typeof stated === "number" ? stated : undefined;
}
