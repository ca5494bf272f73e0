import type { ProviderConfig } from "@headgate/contract";
import { asksForUsage } from "../../openai/asks-for-usage.ts";

/** Where those who speak OpenAI's format differ from OpenAI in what a request may say. */
export type ChatDialect = Readonly<{
  /** How the most tokens of an answer are said: OpenAI's newer name, or the one that it had first. */
  limit: "max_completion_tokens" | "max_tokens";
  /** Whether usage is to be asked for in a stream: it is refused by some who state it anyway. */
  asksForUsage: boolean;
}>;

/**
 * OpenAI's reasoning models refuse `max_tokens`; Mistral refuses `max_completion_tokens`, and others may not
 * know it, which would leave an answer without a limit (`ChatCompletionCreateParams` in
 * https://www.npmjs.com/package/openai 6.49.0, `ChatCompletionRequest` in
 * https://www.npmjs.com/package/@mistralai/mistralai 2.7.0, both read 2026-11-28).
 */
export const chatDialectOf = (provider: ProviderConfig): ChatDialect => ({
  limit: provider.kind === "openai-compatible" ? "max_tokens" : "max_completion_tokens",
  asksForUsage: asksForUsage(provider),
});
