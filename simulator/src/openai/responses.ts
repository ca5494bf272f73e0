import { isJsonObject, type JsonObject } from "../json-object.ts";
import { controlled } from "../output/controlled.ts";
import { planOutput } from "../output/plan-output.ts";
import { hashTexts } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { countTokensOf } from "../text/tokenizer.ts";
import { asText, invalidRequest } from "./errors.ts";
import { cachedTokens } from "./prompt-cache.ts";
import { readResponseFormat } from "./read-chat.ts";
import {
  checkRange,
  parseBody,
  readBoolean,
  readInteger,
  readModel,
  servedTier,
} from "./read-fields.ts";
import { readResponsesPrompt } from "./read-responses.ts";
import { reasoningEffort } from "./reasoning-effort.ts";
import { responseItems } from "./response-items.ts";
import type { ResponsesAnswer } from "./responses-answer.ts";
import { responsesStream } from "./responses-stream.ts";
import { readTools, readToolToCall } from "./tools.ts";
import { type OpenaiUsage, responsesUsage } from "./usage.ts";

/** POST /v1/responses */
export function answerResponses(request: SimulatedRequest): Answer {
  const body = parseBody(request.body);
  const served = readModel(request, body, ["chat", "reasoning"]);
  const prompt = readResponsesPrompt(body);
  checkRange(body, "temperature", 0, 2);
  checkRange(body, "top_p", 0, 1);
  refusePrevious(body);
  const stream = readBoolean(body, "stream");
  const maxTokens = readInteger(body, "max_output_tokens", 16);
  const tools = readTools(body.tools, undefined);
  const tool = readToolToCall(body, tools, prompt.lastUserText);
  const serviceTier = servedTier(body);
  const text = isJsonObject(body.text) ? body.text : {};
  const schema = readResponseFormat(text.format, "text.format");
  const reasoning = isJsonObject(body.reasoning) ? body.reasoning : {};
  const effort = reasoningEffort(served, reasoning.effort);

  const output = planOutput(request.pool, {
    seed: hashTexts([served.answersAs, ...prompt.texts], request.seed),
    ...controlled(request, served),
    maxTokens,
    reasoningEffort: effort,
    tool,
    schema,
    stopSequences: [],
  });
  const promptTokens = countTokensOf(prompt.texts);
  const usage: OpenaiUsage = {
    promptTokens,
    cachedTokens: cachedTokens(request, {
      model: served.answersAs,
      preamble: tools.length === 0 ? "" : JSON.stringify(body.tools),
      texts: prompt.texts,
      tokens: promptTokens,
    }),
    outputTokens: output.visibleTokens + output.reasoningTokens,
    reasoningTokens: output.reasoningTokens,
  };
  const itemId = (prefix: string): string => `${prefix}_${request.ids.hex(request.number)}`;
  const opening = {
    id: itemId("resp"),
    object: "response",
    created_at: Math.floor(request.nowMs / 1000),
    status: "in_progress",
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: maxTokens ?? null,
    model: served.answersAs,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: null,
    prompt_cache_key: body.prompt_cache_key ?? null,
    reasoning: {
      effort: effort === undefined ? null : (reasoning.effort ?? "medium"),
      summary: null,
    },
    service_tier: "auto",
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: { format: text.format ?? { type: "text" }, verbosity: text.verbosity ?? "medium" },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? "disabled",
    usage: null,
    user: body.user ?? null,
    metadata: body.metadata ?? {},
  };
  const cut = output.stop === "length";
  const answer: ResponsesAnswer = {
    opening,
    closing: {
      ...opening,
      status: cut ? "incomplete" : "completed",
      completed_at: Math.floor(request.nowMs / 1000),
      incomplete_details: cut ? { reason: "max_output_tokens" } : null,
      output: responseItems(output, effort !== undefined, itemId),
      service_tier: serviceTier,
      usage: request.withUsage ? responsesUsage(usage) : null,
    },
    output,
    usage,
    reasons: effort !== undefined,
    itemId,
  };
  if (stream) return responsesStream(answer, request.tokensPerDelta);
  return { kind: "json", status: 200, body: JSON.stringify(answer.closing), billed: usage };
}

/** Nothing is stored here, so no response can be continued; as the real API says of an unknown one. */
function refusePrevious(body: JsonObject): void {
  const previous = body.previous_response_id;
  if (previous === undefined || previous === null) return;
  throw invalidRequest(
    `Previous response with id '${asText(previous)}' not found.`,
    "previous_response_id",
    "previous_response_not_found",
  );
}
