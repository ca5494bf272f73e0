import { SIGNATURE, toolInput } from "../anthropic/message-answer.ts";
import type { CacheReading } from "../anthropic/prompt-cache.ts";
import type { JsonObject } from "../json-object.ts";
import type { Output, StopReason } from "../output/plan-output.ts";
import type { JsonAnswer } from "../server/answer.ts";

/** A message of Converse before it becomes JSON or a stream. */
export type ConverseAnswer = Readonly<{
  output: Output;
  /** What the model thought; absent when it did not. */
  thinking: string | undefined;
  toolUseId: string;
  cache: CacheReading;
  /** Cached ones included. */
  promptTokens: number;
  /** Thinking included. */
  outputTokens: number;
  serviceTier: string;
  latency: unknown;
  withUsage: boolean;
}>;

export const stopReasons = {
  end: "end_turn",
  length: "max_tokens",
  tool: "tool_use",
  "stop-sequence": "stop_sequence",
} as const satisfies Record<StopReason, string>;

/** Nothing real takes so long for a token; the figure only has to be there. */
const MILLISECONDS_A_TOKEN = 10;

/** What the last event of a stream and the JSON answer say alike. */
export function converseMetadata(answer: ConverseAnswer): JsonObject {
  const { outputTokens, latency, serviceTier, withUsage } = answer;
  return {
    ...(withUsage ? { usage: converseUsage(answer) } : {}),
    metrics: { latencyMs: outputTokens * MILLISECONDS_A_TOKEN },
    ...(latency === undefined ? {} : { performanceConfig: { latency } }),
    serviceTier: { type: serviceTier },
  };
}

/** The input excludes what was read from or written to the cache; the total counts all of it. */
function converseUsage({ cache, promptTokens, outputTokens }: ConverseAnswer): JsonObject {
  const { written5mTokens, written1hTokens } = cache;
  const details = [
    { ttl: "5m", inputTokens: written5mTokens },
    { ttl: "1h", inputTokens: written1hTokens },
  ].filter(({ inputTokens }) => inputTokens > 0);
  return {
    inputTokens: cache.inputTokens,
    outputTokens,
    totalTokens: promptTokens + outputTokens,
    cacheReadInputTokens: cache.readTokens,
    cacheWriteInputTokens: written5mTokens + written1hTokens,
    ...(details.length === 0 ? {} : { cacheDetails: details }),
  };
}

/** A message as one JSON body. */
export const converseJson = (answer: ConverseAnswer): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify({
    output: { message: { role: "assistant", content: contentBlocks(answer) } },
    stopReason: stopReasons[answer.output.stop],
    ...converseMetadata(answer),
  }),
  billed: { promptTokens: answer.promptTokens, outputTokens: answer.outputTokens },
});

function contentBlocks(answer: ConverseAnswer): readonly JsonObject[] {
  const { part } = answer.output;
  const blocks: JsonObject[] = [];
  if (answer.thinking !== undefined) {
    const reasoningText = { text: answer.thinking, signature: SIGNATURE };
    blocks.push({ reasoningContent: { reasoningText } });
  }
  if (part?.kind === "text") blocks.push({ text: part.text });
  if (part?.kind === "tool") {
    const input = toolInput(part.text);
    blocks.push({ toolUse: { toolUseId: answer.toolUseId, name: part.name, input } });
  }
  return blocks;
}
