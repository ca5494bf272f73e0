import type { JsonObject } from "../json-object.ts";
import { cachedTokens } from "../openai/prompt-cache.ts";
import { controlled } from "../output/controlled.ts";
import { planOutput } from "../output/plan-output.ts";
import { combine, hashTexts } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { countTokensOf } from "../text/tokenizer.ts";
import { type GeminiAnswer, geminiJson, geminiStream } from "./answer.ts";
import { invalidArgument } from "./errors.ts";
import {
  jsonSchemaOf,
  objectAt,
  parseBody,
  readCount,
  readModel,
  readPrompt,
  readTool,
} from "./read-request.ts";

/** In a prompt, makes the simulated model refuse it as Google's safety filters do. */
const BLOCKED_PHRASE = "block this prompt";

/** POST …/models/{model}:generateContent */
export function answerGenerateContent(request: SimulatedRequest): Answer {
  const body = parseBody(request);
  return blocked(request, body) ?? geminiJson(plan(request, body));
}

/** POST …/models/{model}:streamGenerateContent, as events with `alt=sse`, else as an array. */
export function answerStreamGenerateContent(request: SimulatedRequest): Answer {
  const body = parseBody(request);
  const form = new URLSearchParams(request.query).get("alt") === "sse" ? "sse" : "array";
  const refused = blocked(request, body);
  if (refused === undefined) return geminiStream(plan(request, body), form, request.tokensPerDelta);
  return {
    kind: "stream",
    ...(form === "array" && { framing: "array" as const }),
    head: "",
    deltas: [],
    tail: form === "sse" ? `data: ${refused.body}\r\n\r\n` : `[${refused.body}\n]`,
    billed: refused.billed,
  };
}

function blocked(request: SimulatedRequest, body: JsonObject) {
  const { texts } = readPrompt(body);
  if (!texts.some((text) => text.includes(BLOCKED_PHRASE))) return undefined;
  const promptTokens = countTokensOf(texts);
  return {
    kind: "json" as const,
    status: 200,
    body: JSON.stringify({
      promptFeedback: { blockReason: "PROHIBITED_CONTENT" },
      usageMetadata: { promptTokenCount: promptTokens, totalTokenCount: promptTokens },
      modelVersion: request.pathName,
      responseId: request.requestId,
    }),
    billed: { promptTokens, outputTokens: 0 },
  };
}

function plan(request: SimulatedRequest, body: JsonObject): GeminiAnswer {
  const served = readModel(request, ["chat", "reasoning"]);
  const prompt = readPrompt(body);
  const config = objectAt(body, "generationConfig");
  const thinking = objectAt(config, "thinkingConfig");
  const thinks = served.model.kind === "reasoning" && thinking.thinkingBudget !== 0;
  const stops: unknown = config.stopSequences ?? [];
  if (!Array.isArray(stops) || !stops.every((stop) => typeof stop === "string")) {
    throw invalidArgument("Invalid value at 'generation_config.stop_sequences'");
  }
  const schema = config.responseMimeType === "application/json" ? schemaOf(config) : undefined;
  const seed = hashTexts([served.answersAs, ...prompt.texts], request.seed);
  const tool = readTool(body, prompt.lastUserText);
  const outputs = Array.from({ length: readCount(config, "candidateCount") ?? 1 }, (_, index) =>
    planOutput(request.pool, {
      seed: combine(seed, index),
      ...controlled(request, served),
      maxTokens: readCount(config, "maxOutputTokens"),
      reasoningEffort: thinks ? 1 : undefined,
      tool,
      schema,
      stopSequences: stops,
    }),
  );
  const thoughtsTokens = outputs.reduce((sum, output) => sum + output.reasoningTokens, 0);
  const explicit = explicitlyCached(body);
  const promptTokens = countTokensOf(prompt.texts) + explicit;
  const found = cachedTokens(request, {
    model: served.answersAs,
    preamble: body.tools === undefined ? "" : JSON.stringify(body.tools),
    texts: prompt.texts,
    tokens: promptTokens - explicit,
  });
  return {
    responseId: request.requestId,
    model: served.answersAs,
    outputs,
    thoughts:
      thinking.includeThoughts === true && thoughtsTokens > 0
        ? request.pool.text(seed, thoughtsTokens)
        : undefined,
    usage: {
      promptTokens,
      cachedTokens: found + explicit,
      outputTokens: outputs.reduce((sum, output) => sum + output.visibleTokens, 0),
      thoughtsTokens,
    },
    trafficType: request.trafficType,
    withUsage: request.withUsage,
  };
}

/** An explicit cache is not stored here: its name says how many tokens it holds. */
function explicitlyCached(body: JsonObject): number {
  const { cachedContent } = body;
  if (cachedContent === undefined) return 0;
  const tokens = /cachedContents\/tokens-(\d{1,7})$/.exec(
    typeof cachedContent === "string" ? cachedContent : "",
  )?.[1];
  if (tokens === undefined) throw invalidArgument("CachedContent not found (or permission denied)");
  return Number(tokens);
}

const schemaOf = (config: JsonObject): unknown =>
  jsonSchemaOf(
    config.responseJsonSchema ??
      config.responseSchema ?? { type: "object", properties: { summary: { type: "string" } } },
  );
