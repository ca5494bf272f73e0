import type { ProviderKind } from "@headgate/contract";
import { leastMarked } from "./marking-rules.ts";

/** OpenAI's least prompt that is cached: https://developers.openai.com/api/docs/guides/prompt-caching.md, read 2026-11-29. */
export const OPENAI_MINIMUM = 1_024;

/** Google keeps prompts unasked from Gemini 2.5 on. Source: https://ai.google.dev/gemini-api/docs/interactions/caching, read 2026-11-30. */
const geminiKeepsNone = /gemini-(?:1|2\.0)/;
const geminiMinimum = (model: string): number => (/-pro/.test(model) ? 4_096 : 1_024);

/**
 * From how many tokens on a provider keeps a prompt. Of those that speak OpenAI's formats and say nothing of it, OpenAI's
 * own minimum is assumed; whether they keep any the model's prices tell.
 *
 * @param isMarked whether somebody marked the prompt: Claude, and all models at Bedrock, keep nothing else
 * @returns undefined where it keeps none
 */
export function leastKept(
  kind: ProviderKind,
  model: string,
  isMarked: boolean,
): number | undefined {
  if (/claude/.test(model) || kind === "anthropic" || kind === "bedrock")
    return isMarked ? leastMarked(model) : undefined;
  if (kind !== "gemini" && kind !== "vertex") return OPENAI_MINIMUM;
  return geminiKeepsNone.test(model) ? undefined : geminiMinimum(model);
}
