import type { JsonObject } from "../json-object.ts";
import type { Output, StopReason } from "../output/plan-output.ts";
import { type Advice, adviceUsage } from "./advisor.ts";
import type { CacheReading } from "./prompt-cache.ts";

/** A message before it becomes JSON or a stream. */
export type MessageAnswer = Readonly<{
  id: string;
  model: string;
  output: Output;
  /** What the model thought; absent when it did not. */
  thinking: string | undefined;
  toolUseId: string;
  /** What another model was asked within the message; absent when it was not. */
  advice: Advice | undefined;
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

const tokenCounts = ({ cache }: MessageAnswer, outputTokens: number): JsonObject => ({
  input_tokens: cache.inputTokens,
  cache_creation_input_tokens: cache.written5mTokens + cache.written1hTokens,
  cache_read_input_tokens: cache.readTokens,
  cache_creation: {
    ephemeral_5m_input_tokens: cache.written5mTokens,
    ephemeral_1h_input_tokens: cache.written1hTokens,
  },
  output_tokens: outputTokens,
});

/** The usage so far: at the start of a stream, before anyone was asked. */
export function messageUsage(answer: MessageAnswer, outputTokens: number): JsonObject {
  return {
    ...tokenCounts(answer, outputTokens),
    ...(answer.thinking === undefined
      ? {}
      : { output_tokens_details: { thinking_tokens: answer.output.reasoningTokens } }),
    service_tier: "standard",
    inference_geo: "not_available",
  };
}

/** The usage of the whole message. An advisor's is in the iterations alone, not in the totals. */
export function finalUsage(answer: MessageAnswer): JsonObject {
  const { advice, outputTokens } = answer;
  const usage = messageUsage(answer, outputTokens);
  if (advice === undefined) return usage;
  const own = { type: "message", ...tokenCounts(answer, outputTokens) };
  return { ...usage, iterations: [own, adviceUsage(advice)] };
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
