import type { JsonObject } from "../../json-values.ts";
import type { Answer, AnswerPart } from "../answer.ts";
import type { AnswerContext } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { writeFinishReason } from "./stop.ts";
import { writeChatUsage } from "./usage.ts";

/** Writes a chat completion. What was thought stands in `reasoning_content`, as DeepSeek and vLLM have it. */
export function writeChatAnswer(
  answer: Answer,
  context: AnswerContext,
  notes: TranslationNotes,
): JsonObject {
  for (const part of answer.parts) noteThinking(part, notes);
  const texts = answer.parts.filter((part) => part.kind === "text").map((part) => part.text);
  const thoughts = answer.parts.filter((part) => part.kind === "thinking").map((part) => part.text);
  const calls = answer.parts.filter((part) => part.kind === "tool-call");
  const usage = answer.usage === undefined ? undefined : writeChatUsage(answer.usage);
  return {
    id: answer.id ?? context.callId,
    object: "chat.completion",
    created: Math.floor(context.nowMs / 1000),
    model: answer.model ?? context.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: texts.length === 0 ? null : texts.join(""),
          refusal: null,
          ...(thoughts.length > 0 && { reasoning_content: thoughts.join("") }),
          ...(calls.length > 0 && { tool_calls: calls.map(writeCall) }),
        },
        logprobs: null,
        finish_reason: answer.stop === undefined ? "stop" : writeFinishReason(answer.stop),
      },
    ],
    ...(usage !== undefined && { usage }),
    ...(answer.serviceTier !== undefined && { service_tier: writeServedTier(answer.serviceTier) }),
  };
}

/** OpenAI's clients have no place for what Claude wants back with its thinking. */
export function noteThinking(
  part: Readonly<{ kind: AnswerPart["kind"]; signature?: unknown }>,
  notes: TranslationNotes,
): void {
  if (part.kind === "redacted-thinking") {
    notes.approximate("thinking", "OpenAI's format has no place for thinking that is encrypted");
  }
  if (part.kind === "thinking" && part.signature !== undefined) {
    notes.approximate("thinking signature", "OpenAI's format has no place for it");
  }
}

/** The arguments of a call without any. */
export const NO_INPUT = "{}";

type Call = Extract<AnswerPart, { kind: "tool-call" }>;

const writeCall = ({ id, name, inputText, signature }: Call): JsonObject => ({
  id,
  type: "function",
  function: { name, arguments: inputText.trim() === "" ? NO_INPUT : inputText },
  ...(signature?.house === "google" && {
    extra_content: { google: { thought_signature: signature.value } },
  }),
});

/** The other providers' word for OpenAI's `default` is `standard`. */
export const writeServedTier = (tier: string): string => (tier === "standard" ? "default" : tier);
