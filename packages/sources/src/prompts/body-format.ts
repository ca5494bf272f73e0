import type { WireFormat } from "@headgate/contract";
import { isJsonObject, type JsonObject, listOrEmpty } from "@headgate/providers";

/**
 * In which format a request's body is, where whoever logged it does not say. The formats differ in the names of their
 * members; where two could be meant they are read alike.
 *
 * @returns undefined for a body without messages
 */
export function formatOfBody(body: JsonObject): WireFormat | undefined {
  if (Array.isArray(body.contents)) return "gemini.generate_content";
  if (Array.isArray(body.messages)) return formatOfMessages(body);
  return Array.isArray(body.input) || typeof body.input === "string"
    ? "openai.responses"
    : undefined;
}

function formatOfMessages({
  system,
  messages,
  inferenceConfig,
  toolConfig,
}: JsonObject): WireFormat {
  const parts = [...listOrEmpty(system), ...listOrEmpty(messages).flatMap(contentOf)].filter(
    isJsonObject,
  );
  const isConverse =
    inferenceConfig !== undefined ||
    toolConfig !== undefined ||
    parts.some(
      ({ type, text, toolUse, toolResult }) =>
        type === undefined && [text, toolUse, toolResult].some((member) => member !== undefined),
    );
  if (isConverse) return "bedrock.converse";
  const isAnthropic =
    system !== undefined || parts.some(({ type }) => type === "tool_use" || type === "tool_result");
  return isAnthropic ? "anthropic.messages" : "openai.chat_completions";
}

const contentOf = (message: unknown): readonly unknown[] =>
  isJsonObject(message) ? listOrEmpty(message.content) : [];
