import type { JsonObject } from "../json-object.ts";
import type { Output, StopReason } from "../output/plan-output.ts";
import type { CacheReading } from "./prompt-cache.ts";

/** A message before it becomes JSON or a stream. */
export type MessageAnswer = Readonly<{
  id: string;
  model: string;
  output: Output;
  /** What the model thought; absent when it did not. */
  thinking: string | undefined;
  toolUseId: string;
  cache: CacheReading;
  /** Cached ones included. */
  promptTokens: number;
  /** Thinking included. */
  outputTokens: number;
  withUsage: boolean;
}>;

export const stopReasons = {
  end: "end_turn",
  length: "max_tokens",
  tool: "tool_use",
  "stop-sequence": "stop_sequence",
} as const satisfies Record<StopReason, string>;

/** Stands where a real answer signs its thinking. */
export const SIGNATURE = Buffer.from("simulated thinking, not signed").toString("base64");

export const messageFields = (answer: MessageAnswer): JsonObject => ({
  model: answer.model,
  id: answer.id,
  type: "message",
  role: "assistant",
});

export function messageUsage(answer: MessageAnswer, outputTokens: number): JsonObject {
  const { cache } = answer;
  return {
    input_tokens: cache.inputTokens,
    cache_creation_input_tokens: cache.written5mTokens + cache.written1hTokens,
    cache_read_input_tokens: cache.readTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: cache.written5mTokens,
      ephemeral_1h_input_tokens: cache.written1hTokens,
    },
    output_tokens: outputTokens,
    ...(answer.thinking === undefined
      ? {}
      : { output_tokens_details: { thinking_tokens: answer.output.reasoningTokens } }),
    service_tier: "standard",
    inference_geo: "not_available",
  };
}

/** The arguments as an object; when `max_tokens` cut them the real API, too, has no whole object to give. */
export function toolInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
