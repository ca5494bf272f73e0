import type { Output, StopReason } from "../output/plan-output.ts";
import type { JsonAnswer, StreamAnswer } from "../server/answer.ts";
import { batches } from "../text/batches.ts";
import { tokenPieces } from "../text/tokenizer.ts";

/** What one call answers, before it takes the form of JSON, of events or of an array. */
export type GeminiAnswer = Readonly<{
  responseId: string;
  model: string;
  outputs: readonly Output[];
  /** Shown only where the client asked for thoughts. */
  thoughts: string | undefined;
  usage: Readonly<{
    promptTokens: number;
    cachedTokens: number;
    outputTokens: number;
    thoughtsTokens: number;
  }>;
  trafficType: string | undefined;
  withUsage: boolean;
}>;

const finishReasons = {
  end: "STOP",
  "stop-sequence": "STOP",
  tool: "STOP",
  length: "MAX_TOKENS",
} as const satisfies Record<StopReason, string>;

/** `usageMetadata` when so many visible tokens have been sent; Google leaves out what is zero. */
function usageOf(answer: GeminiAnswer, outputTokens: number): Readonly<Record<string, unknown>> {
  const { promptTokens, cachedTokens, thoughtsTokens } = answer.usage;
  return {
    promptTokenCount: promptTokens,
    ...(outputTokens > 0 && { candidatesTokenCount: outputTokens }),
    totalTokenCount: promptTokens + outputTokens + thoughtsTokens,
    ...(cachedTokens > 0 && {
      cachedContentTokenCount: cachedTokens,
      cacheTokensDetails: [{ modality: "TEXT", tokenCount: cachedTokens }],
    }),
    promptTokensDetails: [{ modality: "TEXT", tokenCount: promptTokens }],
    ...(thoughtsTokens > 0 && { thoughtsTokenCount: thoughtsTokens }),
    ...(answer.trafficType !== undefined && { trafficType: answer.trafficType }),
  };
}

type Part = Readonly<Record<string, unknown>>;

function chunk(
  answer: GeminiAnswer,
  candidate: Readonly<{ index: number; parts: readonly Part[]; finish?: string }>,
  outputTokens: number,
): Readonly<Record<string, unknown>> {
  const { index, parts, finish } = candidate;
  return {
    candidates: [
      {
        content: { ...(parts.length > 0 && { parts }), role: "model" },
        ...(finish !== undefined && { finishReason: finish }),
        ...(index > 0 && { index }),
      },
    ],
    ...(answer.withUsage && { usageMetadata: usageOf(answer, outputTokens) }),
    modelVersion: answer.model,
    responseId: answer.responseId,
  };
}

function visiblePart(output: Output): readonly Part[] {
  const { part } = output;
  if (part === undefined) return [];
  if (part.kind === "text") return [{ text: part.text }];
  return [{ functionCall: { name: part.name, args: argumentsOf(part.text) } }];
}

/** A call that the limit cut has no arguments that could be read. */
function argumentsOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const thoughtParts = ({ thoughts }: GeminiAnswer): readonly Part[] =>
  thoughts === undefined ? [] : [{ text: thoughts, thought: true }];

const billedBy = ({ usage }: GeminiAnswer) => ({
  promptTokens: usage.promptTokens,
  outputTokens: usage.outputTokens + usage.thoughtsTokens,
});

export function geminiJson(answer: GeminiAnswer): JsonAnswer {
  const candidates = answer.outputs.map((output, index) => ({
    content: { parts: [...thoughtParts(answer), ...visiblePart(output)], role: "model" },
    finishReason: finishReasons[output.stop],
    index,
  }));
  const body = {
    candidates,
    ...(answer.withUsage && { usageMetadata: usageOf(answer, answer.usage.outputTokens) }),
    modelVersion: answer.model,
    responseId: answer.responseId,
  };
  return {
    kind: "json",
    status: 200,
    body: JSON.stringify(body, undefined, 2),
    billed: billedBy(answer),
  };
}

/** Every chunk states the usage so far, as Google's do; the last one of each candidate why it ended. */
export function geminiStream(
  answer: GeminiAnswer,
  form: "sse" | "array",
  tokensPerDelta: number,
): StreamAnswer {
  const chunks: unknown[] = [];
  let sent = 0;
  answer.outputs.forEach((output, index) => {
    if (index === 0 && answer.thoughts !== undefined) {
      chunks.push(chunk(answer, { index, parts: thoughtParts(answer) }, sent));
    }
    if (output.part?.kind === "text") {
      for (const text of batches(tokenPieces(output.part.text), tokensPerDelta)) {
        sent = Math.min(sent + tokensPerDelta, answer.usage.outputTokens);
        chunks.push(chunk(answer, { index, parts: [{ text }] }, sent));
      }
    }
    sent = tokensUntil(answer, index);
    const parts = output.part?.kind === "tool" ? visiblePart(output) : [{ text: "" }];
    chunks.push(chunk(answer, { index, parts, finish: finishReasons[output.stop] }, sent));
  });
  const written =
    form === "sse"
      ? chunks.map((one) => `data: ${JSON.stringify(one)}\r\n\r\n`)
      : chunks.map((one, at) => (at === 0 ? "[" : ",\r\n") + JSON.stringify(one, undefined, 2));
  const last = written.pop() ?? "";
  return {
    kind: "stream",
    ...(form === "array" && { framing: "array" as const }),
    head: "",
    deltas: written,
    tail: form === "sse" ? last : `${last}\n]`,
    billed: billedBy(answer),
  };
}

const tokensUntil = (answer: GeminiAnswer, index: number): number =>
  answer.outputs.slice(0, index + 1).reduce((sum, output) => sum + output.visibleTokens, 0);
