import { isJsonObject, type JsonObject } from "../json-object.ts";
import { controlled } from "../output/controlled.ts";
import { planOutput } from "../output/plan-output.ts";
import { combine, hashTexts } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { countTokensOf } from "../text/tokenizer.ts";
import type { ChatAnswer } from "./chat-answer.ts";
import { chatJson } from "./chat-json.ts";
import { chatStream } from "./chat-stream.ts";
import { cachedTokens } from "./prompt-cache.ts";
import { readChatPrompt, readResponseFormat } from "./read-chat.ts";
import {
  checkRange,
  parseBody,
  readBoolean,
  readInteger,
  readModel,
  servedTier,
  wrongType,
} from "./read-fields.ts";
import { reasoningEffort } from "./reasoning-effort.ts";
import { readTools, readToolToCall } from "./tools.ts";

/** POST /v1/chat/completions */
export function answerChatCompletions(request: SimulatedRequest): Answer {
  const body = parseBody(request.body);
  const served = readModel(request, body, ["chat", "reasoning"]);
  const prompt = readChatPrompt(body);
  checkRange(body, "temperature", 0, 2);
  checkRange(body, "top_p", 0, 1);
  const stream = readBoolean(body, "stream");
  const choices = readInteger(body, "n", 1) ?? 1;
  const maxTokens =
    readInteger(body, "max_completion_tokens", 1) ?? readInteger(body, "max_tokens", 1);
  const tools = readTools(body.tools, "function");
  const tool = readToolToCall(body, tools, prompt.lastUserText);
  const serviceTier = servedTier(body);
  const schema = readResponseFormat(body.response_format, "response_format");
  const stopSequences = readStop(body);

  const promptTokens = countTokensOf(prompt.texts);
  const seed = hashTexts([served.answersAs, ...prompt.texts], request.seed);
  const outputs = Array.from({ length: choices }, (_, choice) =>
    planOutput(request.pool, {
      seed: combine(seed, choice),
      ...controlled(request, served),
      maxTokens,
      reasoningEffort: reasoningEffort(served, body.reasoning_effort),
      tool,
      schema,
      stopSequences,
    }),
  );
  const answer: ChatAnswer = {
    id: `chatcmpl-${request.ids.letters(request.number, 29)}`,
    createdS: Math.floor(request.nowMs / 1000),
    model: served.answersAs,
    serviceTier,
    outputs,
    usage: {
      promptTokens,
      cachedTokens: cachedTokens(request, {
        model: served.answersAs,
        preamble: tools.length === 0 ? "" : JSON.stringify(body.tools),
        texts: prompt.texts,
        tokens: promptTokens,
      }),
      outputTokens: outputs.reduce((sum, { visibleTokens, reasoningTokens }) => {
        return sum + visibleTokens + reasoningTokens;
      }, 0),
      reasoningTokens: outputs.reduce((sum, output) => sum + output.reasoningTokens, 0),
    },
    callId: (choice) => `call_${choice}${request.ids.letters(request.number, 23)}`,
  };
  if (!stream) return chatJson(answer, request.withUsage);
  return chatStream(answer, {
    includeUsage: wantsUsage(body) && request.withUsage,
    tokensPerDelta: request.tokensPerDelta,
  });
}

function wantsUsage(body: JsonObject): boolean {
  const options = body.stream_options;
  if (options === undefined || options === null) return false;
  if (!isJsonObject(options)) throw wrongType("stream_options", "an object", options);
  return readBoolean(options, "include_usage");
}

function readStop(body: JsonObject): readonly string[] {
  const stop = body.stop;
  if (stop === undefined || stop === null) return [];
  const sequences: unknown = typeof stop === "string" ? [stop] : stop;
  if (!isTextList(sequences)) {
    throw wrongType("stop", "one of a string or array of strings", stop);
  }
  return sequences;
}

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === "string");
