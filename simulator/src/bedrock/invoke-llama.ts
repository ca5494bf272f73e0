import type { JsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import { controlled } from "../output/controlled.ts";
import { type Output, planOutput } from "../output/plan-output.ts";
import { hashTexts } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { batches } from "../text/batches.ts";
import { countTokens, tokenPieces } from "../text/tokenizer.ts";
import { invalidRequest } from "./errors.ts";
import { chunkFrame } from "./frames.ts";
import { countHeaders, type InvokeTokens, invocationMetrics } from "./invoke-usage.ts";
import { parseBody } from "./read-request.ts";

type LlamaAnswer = Readonly<{
  text: string;
  stopReason: "stop" | "length";
  tokens: InvokeTokens;
}>;

/**
 * Llama's body: a prompt in, a generation and its counts out
 * (`MetaNoneStreamingResponse` in
 * https://github.com/run-llama/LlamaIndexTS/blob/main/packages/community/src/llm/bedrock/types.ts, read 2026-11-28).
 */
export function answerLlama(request: SimulatedRequest, served: ServedModel): Answer {
  const { text, stopReason, tokens } = plan(request, served);
  const body = { generation: text, ...counts(request, tokens), stop_reason: stopReason };
  return {
    kind: "json",
    status: 200,
    body: JSON.stringify(body),
    billed: { promptTokens: tokens.input, outputTokens: tokens.output },
    ...(request.withUsage ? { headers: countHeaders(tokens) } : {}),
  };
}

export function answerLlamaStream(request: SimulatedRequest, served: ServedModel): Answer {
  const { text, stopReason, tokens } = plan(request, served);
  const piece = (generation: string, more: JsonObject): string =>
    chunkFrame(
      JSON.stringify({ generation, prompt_token_count: null, stop_reason: null, ...more }),
    );
  const last = request.withUsage ? invocationMetrics(tokens) : {};
  return {
    kind: "stream",
    framing: "frames",
    head: "",
    deltas: batches(tokenPieces(text), request.tokensPerDelta).map((part, index) =>
      piece(part, index === 0 ? { prompt_token_count: tokens.input } : {}),
    ),
    tail: piece("", { ...counts(request, tokens), stop_reason: stopReason, ...last }),
    billed: { promptTokens: tokens.input, outputTokens: tokens.output },
  };
}

const counts = (request: SimulatedRequest, tokens: InvokeTokens): JsonObject =>
  request.withUsage
    ? { prompt_token_count: tokens.input, generation_token_count: tokens.output }
    : {};

function plan(request: SimulatedRequest, served: ServedModel): LlamaAnswer {
  const { prompt, max_gen_len: maxTokens = 512 } = parseBody(request);
  if (typeof prompt !== "string") throw invalidRequest("#: required key [prompt] not found");
  if (typeof maxTokens !== "number" || !Number.isInteger(maxTokens) || maxTokens < 1) {
    throw invalidRequest("#/max_gen_len: expected a positive integer");
  }
  const output: Output = planOutput(request.pool, {
    seed: hashTexts([served.answersAs, prompt], request.seed),
    ...controlled(request, served),
    maxTokens,
    reasoningEffort: undefined,
    tool: undefined,
    schema: undefined,
    stopSequences: [],
  });
  return {
    text: output.part?.text ?? "",
    stopReason: output.stop === "length" ? "length" : "stop",
    tokens: {
      input: countTokens(prompt),
      output: output.visibleTokens,
      cacheRead: 0,
      cacheWrite: 0,
    },
  };
}
