import type { JsonObject } from "../json-object.ts";
import type { Output, OutputPart, StopReason } from "../output/plan-output.ts";
import type { JsonAnswer } from "../server/answer.ts";

/** A response before it becomes JSON or a stream. */
export type ContentAnswer = Readonly<{
  responseId: string;
  model: string;
  output: Output;
  /** What the model thought, where the request asks to see it. */
  shownThoughts: string | undefined;
  /** Why the prompt was not answered at all. */
  blockReason: string | undefined;
  /** Cached ones included. */
  promptTokens: number;
  cachedTokens: number;
  /** Which API it is: each has a word of its own for the tier. */
  tier: Readonly<{ serviceTier: string } | { trafficType: string }>;
  withUsage: boolean;
}>;

const finishReasons = {
  end: "STOP",
  length: "MAX_TOKENS",
  tool: "STOP",
  "stop-sequence": "STOP",
} as const satisfies Record<StopReason, string>;

/** What was produced by some point of a stream. */
export type Progress = Readonly<{ visibleTokens: number; reasoningTokens: number }>;

/** What every response of an answer says. */
export function responseFields(answer: ContentAnswer, progress: Progress): JsonObject {
  return {
    ...(answer.withUsage ? { usageMetadata: usageMetadata(answer, progress) } : {}),
    modelVersion: answer.model,
    responseId: answer.responseId,
  };
}

/** Thoughts stand outside the candidates; what is 0 is left out, as protocol buffers do. */
function usageMetadata(answer: ContentAnswer, { visibleTokens, reasoningTokens }: Progress) {
  const { promptTokens, cachedTokens, tier } = answer;
  const text = (tokenCount: number) => [{ modality: "TEXT", tokenCount }];
  return {
    promptTokenCount: promptTokens,
    ...(visibleTokens === 0 ? {} : { candidatesTokenCount: visibleTokens }),
    totalTokenCount: promptTokens + visibleTokens + reasoningTokens,
    ...(cachedTokens === 0 ? {} : { cachedContentTokenCount: cachedTokens }),
    promptTokensDetails: text(promptTokens),
    ...(cachedTokens === 0 ? {} : { cacheTokensDetails: text(cachedTokens) }),
    ...(reasoningTokens === 0 ? {} : { thoughtsTokenCount: reasoningTokens }),
    ...tier,
  };
}

/** One candidate with these parts; the last one of an answer says why it ended. */
export const candidates = (parts: readonly JsonObject[], stop?: StopReason) => ({
  candidates: [
    {
      content: { parts, role: "model" },
      ...(stop === undefined ? {} : { finishReason: finishReasons[stop] }),
      index: 0,
    },
  ],
});

export const blocked = (blockReason: string) => ({ promptFeedback: { blockReason } });

export const thoughtPart = (text: string): JsonObject => ({ text, thought: true });

export const partOf = (part: OutputPart): JsonObject =>
  part.kind === "text"
    ? { text: part.text }
    : { functionCall: { name: part.name, args: argumentsOf(part.text) } };

/** The arguments as an object; when the limit cut them the real API, too, has no whole object to give. */
function argumentsOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export const billedBy = ({ promptTokens, output, blockReason }: ContentAnswer) => ({
  promptTokens,
  outputTokens: blockReason === undefined ? output.visibleTokens + output.reasoningTokens : 0,
});

/** A response as one JSON body. */
export function contentJson(answer: ContentAnswer): JsonAnswer {
  const { output, shownThoughts, blockReason } = answer;
  const parts = [
    ...(shownThoughts === undefined ? [] : [thoughtPart(shownThoughts)]),
    ...(output.part === undefined ? [] : [partOf(output.part)]),
  ];
  const body =
    blockReason === undefined
      ? { ...candidates(parts, output.stop), ...responseFields(answer, output) }
      : { ...blocked(blockReason), ...responseFields(answer, nothing) };
  return {
    kind: "json",
    status: 200,
    body: JSON.stringify(body, null, 2),
    billed: billedBy(answer),
  };
}

export const nothing: Progress = { visibleTokens: 0, reasoningTokens: 0 };
