import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import { controlled } from "../output/controlled.ts";
import { planOutput } from "../output/plan-output.ts";
import { hashTexts } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { readAdvice } from "./advisor.ts";
import { invalidRequest } from "./errors.ts";
import type { MessageAnswer } from "./message-answer.ts";
import { messageJson } from "./message-json.ts";
import { messageStream } from "./message-stream.ts";
import { readCache } from "./prompt-cache.ts";
import {
  checkShare,
  parseBody,
  readMaxTokens,
  readModel,
  readStopSequences,
  readStream,
} from "./read-fields.ts";
import { readPrompt } from "./read-prompt.ts";
import { readToolToCall } from "./tools.ts";

/** POST /v1/messages */
export function answerMessages(request: SimulatedRequest): Answer {
  const body = parseBody(request);
  const served = readModel(request, body);
  const stream = readStream(request, body);
  const answer = planMessage(request, body, served);
  return stream ? messageStream(answer, request.tokensPerDelta) : messageJson(answer);
}

/** Decides what a message says, before it takes the form of JSON or of a stream. */
export function planMessage(
  request: SimulatedRequest,
  body: JsonObject,
  served: ServedModel,
): MessageAnswer {
  const maxTokens = readMaxTokens(request, body);
  const prompt = readPrompt(request, body);
  checkShare(request, body, "temperature");
  checkShare(request, body, "top_p");
  const texts = prompt.blocks.map((block) => block.identity);
  const seed = hashTexts([served.answersAs, ...texts], request.seed);
  const output = planOutput(request.pool, {
    seed,
    ...controlled(request, served),
    maxTokens,
    reasoningEffort: thinks(request, body) ? 1 : undefined,
    tool: readToolToCall(request, body, prompt.lastUserText),
    schema: readOutputSchema(request, body),
    stopSequences: readStopSequences(request, body),
  });
  const cache = readCache(request, served.answersAs, prompt);
  return {
    id: `msg_01${request.ids.letters(request.number, 22)}`,
    model: served.answersAs,
    output,
    thinking:
      output.reasoningTokens === 0 ? undefined : request.pool.text(seed, output.reasoningTokens),
    toolUseId: `toolu_01${request.ids.letters(request.number, 22)}`,
    advice: readAdvice(request, body, { served, prompt, seed }),
    cache,
    outputTokens: output.visibleTokens + output.reasoningTokens,
    promptTokens: prompt.tokens,
    withUsage: request.withUsage,
  };
}

function thinks(request: SimulatedRequest, body: JsonObject): boolean {
  const thinking = body.thinking;
  if (thinking === undefined || thinking === null) return false;
  const type = isJsonObject(thinking) ? thinking.type : undefined;
  if (type === "disabled") return false;
  if (type === "enabled" || type === "adaptive") return true;
  throw invalidRequest(
    request.requestId,
    "thinking: Input tag does not match any of the expected tags: 'enabled', 'disabled', 'adaptive'",
  );
}

/** The schema of `output_config.format`, or of its older name `output_format`. */
function readOutputSchema(request: SimulatedRequest, body: JsonObject): unknown {
  const config = body.output_config;
  const format = isJsonObject(config) ? config.format : body.output_format;
  if (format === undefined || format === null) return undefined;
  if (isJsonObject(format) && format.type === "json_schema" && isJsonObject(format.schema)) {
    return format.schema;
  }
  throw invalidRequest(request.requestId, "output_config.format.schema: Field required");
}
