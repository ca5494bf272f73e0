import { messagesEstimate } from "../anthropic/messages/estimate.ts";
import { isJsonObject, type JsonObject } from "../json-values.ts";
import { chatEstimate } from "../openai/chat-completions/estimate.ts";
import { responsesEstimate } from "../openai/responses/estimate.ts";
import type { PromptText } from "./stream-estimate.ts";
import { countTokens } from "./token-counter.ts";

/** Tokens of a prompt that was counted here and not by its provider, and how. */
export type PromptCount = Readonly<{ tokens: number; how: string }>;

/**
 * Counts a prompt before it is sent: plain text, or the body of a chat completion, a response or a message.
 * An estimate: o200k_base need not be the model's own encoding.
 *
 * @returns `undefined` when it is no such body, or holds what text tokens do not measure (images, audio,
 *   files, tools that the provider runs)
 * @throws Error when the tokenizer fails or takes too long
 */
export async function countPrompt(prompt: unknown): Promise<PromptCount | undefined> {
  const text =
    typeof prompt === "string" ? { texts: [prompt], envelopeTokens: 0 } : promptTextOf(prompt);
  if (text === undefined) return undefined;
  const counts = await countTokens(text.texts);
  return {
    tokens: counts.reduce((total, tokens) => total + tokens, text.envelopeTokens),
    how: "counted in o200k_base, which need not be the model's own encoding",
  };
}

function promptTextOf(body: unknown): PromptText | undefined {
  if (!isJsonObject(body)) return undefined;
  if (body.input !== undefined) return responsesEstimate.promptText(body);
  return isAnthropic(body) ? messagesEstimate.promptText(body) : chatEstimate.promptText(body);
}

/** Both have `messages`; only Anthropic's has the system prompt beside them, or tools with a schema of that name. */
const isAnthropic = ({ system, tools }: JsonObject): boolean =>
  system !== undefined ||
  (Array.isArray(tools) && tools.some((tool) => isJsonObject(tool) && "input_schema" in tool));
