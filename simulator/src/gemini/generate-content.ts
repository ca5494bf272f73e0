import type { JsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import { cachedTokens } from "../openai/prompt-cache.ts";
import { planOutput } from "../output/plan-output.ts";
import { hashTexts } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { type ContentAnswer, contentJson } from "./content-answer.ts";
import { contentStream } from "./content-stream.ts";
import { invalidArgument } from "./errors.ts";
import { readPrompt } from "./read-prompt.ts";
import { listAt, objectAt, parseBody, readModel } from "./read-request.ts";
import { readSchema, readTool } from "./read-tools.ts";

/** The words in a user's message with which it is not answered. */
const BLOCKED_PHRASE = "block this prompt";

/** POST …:generateContent */
export const answerGenerateContent = (request: SimulatedRequest, atVertex: boolean): Answer =>
  contentJson(plan(request, atVertex));

/** POST …:streamGenerateContent, as events with `alt=sse`, else as a JSON array */
export const answerStreamGenerateContent = (request: SimulatedRequest, atVertex: boolean): Answer =>
  contentStream(plan(request, atVertex), {
    asEvents: new URLSearchParams(request.query).get("alt") === "sse",
    tokensPerDelta: request.tokensPerDelta,
  });

function plan(request: SimulatedRequest, atVertex: boolean): ContentAnswer {
  const served = readModel(request, ["chat", "reasoning"]);
  const body = parseBody(request);
  const prompt = readPrompt(body);
  const config = objectAt(body, "generationConfig");
  const thinking = objectAt(config, "thinkingConfig");
  const seed = hashTexts([served.answersAs, ...prompt.texts], request.seed);
  const output = planOutput(request.pool, {
    seed,
    fixedTokens: request.controls.outputTokens,
    maxTokens: readMaxTokens(config.maxOutputTokens),
    reasoningEffort: effortOf(served, thinking),
    tool: readTool(body, prompt.lastUserText),
    schema: readSchema(config),
    stopSequences: listAt(config, "stopSequences").map(String),
  });
  const shows = thinking.includeThoughts === true && output.reasoningTokens > 0;
  return {
    responseId: request.ids.letters(request.number, 22),
    model: served.answersAs,
    output,
    shownThoughts: shows ? request.pool.text(seed, output.reasoningTokens) : undefined,
    blockReason: prompt.lastUserText?.includes(BLOCKED_PHRASE) === true ? "SAFETY" : undefined,
    promptTokens: prompt.tokens,
    cachedTokens: cachedTokens(request, {
      model: `gemini ${served.answersAs}`,
      preamble: body.tools === undefined ? "" : JSON.stringify(body.tools),
      texts: prompt.texts,
      tokens: prompt.tokens,
    }),
    tier: atVertex
      ? { trafficType: "ON_DEMAND" }
      : { serviceTier: typeof body.serviceTier === "string" ? body.serviceTier : "standard" },
    withUsage: request.withUsage,
  };
}

function readMaxTokens(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw invalidArgument("Unable to submit request because it has an invalid maxOutputTokens.");
}

const effortOf = ({ model }: ServedModel, thinking: JsonObject): number | undefined =>
  model.kind === "reasoning" && thinking.thinkingBudget !== 0 ? 1 : undefined;
