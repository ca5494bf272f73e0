import { messagesStream } from "../anthropic/messages/stream.ts";
import { readMessagesUsage } from "../anthropic/messages/usage.ts";
import { readConverseUsage } from "../bedrock/converse/usage.ts";
import { readGuardrailUsage } from "../bedrock/guardrail/usage.ts";
import { INVOCATION_METRICS, readInvokeModelUsage } from "../bedrock/invoke-model/usage.ts";
import { readCohereUsage } from "../cohere/usage.ts";
import { readInteractionsUsage } from "../gemini/interactions-usage.ts";
import { readGeminiUsage } from "../gemini/usage.ts";
import { type JsonObject, objectOrAbsent } from "../json-values.ts";
import { readChatUsage } from "../openai/chat-completions/usage.ts";
import { readEmbeddingsUsage } from "../openai/embeddings/usage.ts";
import { readImagesUsage } from "../openai/images/usage.ts";
import { readResponsesUsage } from "../openai/responses/usage.ts";
import { runStream } from "../openai/runs/stream.ts";
import { readSpeechUsage } from "../openai/speech/usage.ts";
import { readTranscriptionUsage } from "../openai/transcriptions/usage.ts";
import { readVoyageUsage } from "../voyage/usage.ts";
import type { UsageShape } from "./usage-shape.ts";

const has = (raw: JsonObject, ...names: readonly string[]): boolean =>
  names.some((name) => raw[name] !== undefined);
/** Said by the API alone: its members are those of another shape. */
const never = (): boolean => false;

/**
 * Every shape in which a provider states usage, the most particular first: an object belongs to the first
 * that recognises it. Those that cannot be told from another by their members are read by name only.
 */
export const usageShapes = {
  "bedrock.guardrail": {
    recognises: (raw) => has(raw, "topicPolicyUnits", "contentPolicyUnits", "wordPolicyUnits"),
    read: readGuardrailUsage,
  },
  "bedrock.invoke_model": {
    recognises: (raw) =>
      has(
        raw,
        INVOCATION_METRICS,
        "inputTextTokenCount",
        "prompt_token_count",
        "generation_token_count",
      ),
    read: readInvokeModelUsage,
  },
  "gemini.generate_content": {
    recognises: (raw) =>
      has(raw, "promptTokenCount", "candidatesTokenCount", "totalTokenCount", "trafficType"),
    read: readGeminiUsage,
  },
  "gemini.interactions": {
    recognises: (raw) => has(raw, "total_input_tokens", "total_output_tokens"),
    read: readInteractionsUsage,
  },
  "bedrock.converse": {
    recognises: (raw) => has(raw, "inputTokens", "outputTokens"),
    read: readConverseUsage,
  },
  cohere: { recognises: (raw) => has(raw, "billed_units"), read: readCohereUsage },
  "openai.transcriptions": {
    recognises: (raw) => raw.type === "duration" || raw.type === "tokens",
    read: readTranscriptionUsage,
  },
  "openai.images": {
    recognises: (raw) =>
      has(raw, "input_tokens") &&
      has(objectOrAbsent(raw.input_tokens_details) ?? {}, "image_tokens"),
    read: readImagesUsage,
  },
  "openai.runs": { recognises: never, read: readChatUsage, stream: () => runStream },
  "openai.speech": { recognises: never, read: readSpeechUsage },
  "openai.responses": {
    recognises: (raw) =>
      has(raw, "input_tokens") && has(raw, "total_tokens", "input_tokens_details"),
    read: readResponsesUsage,
  },
  "anthropic.messages": {
    recognises: (raw) => has(raw, "input_tokens", "output_tokens"),
    read: readMessagesUsage,
    stream: () => messagesStream,
  },
  "openai.embeddings": {
    recognises: (raw) => has(raw, "prompt_tokens") && !has(raw, "completion_tokens"),
    read: readEmbeddingsUsage,
  },
  "openai.chat_completions": {
    recognises: (raw) => has(raw, "prompt_tokens", "completion_tokens"),
    read: readChatUsage,
  },
  voyage: { recognises: (raw) => has(raw, "total_tokens"), read: readVoyageUsage },
} as const satisfies Readonly<Record<string, UsageShape>>;

/** The name of a shape: an API's, or a provider's whose APIs all state usage alike. */
export type UsageShapeName = keyof typeof usageShapes;
export const usageShapeNames = Object.keys(usageShapes) as readonly UsageShapeName[];

/** The shape that an object's own members tell; `undefined` where none knows them. */
export const recogniseUsage = (raw: JsonObject): UsageShapeName | undefined =>
  usageShapeNames.find((name) => usageShapes[name].recognises(raw));
