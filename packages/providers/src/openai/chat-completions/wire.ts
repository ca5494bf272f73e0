import { isEventStream } from "../../event-stream.ts";
import { type JsonFormat, JsonMeter } from "../../json-meter.ts";
import { objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { modelInBody } from "../../model-in-body.ts";
import { parseRequestBody } from "../../request-body.ts";
import { includeUsageOf, modelOf, streamOf } from "../../request-fields.ts";
import { StreamMeter } from "../../stream-meter.ts";
import type { Wire } from "../../wire.ts";
import { openaiErrorEvent, openaiErrorResponse } from "../error-response.ts";
import { executedTools, withExecutedTools } from "./executed-tools.ts";
import { withSearch } from "./search-model.ts";
import { servedTier } from "./served-tier.ts";
import { chatStopReason } from "./stop-reason.ts";
import { chatStream } from "./stream.ts";
import { readChatUsage } from "./usage.ts";

const chatAnswer: JsonFormat = {
  members: new Set(["id", "model", "usage", "service_tier", "error"]),
  readUsage: (answer) => {
    const usage = objectOrAbsent(answer.usage);
    if (usage === undefined) return undefined;
    const read = withSearch(readChatUsage(usage), textOrAbsent(answer.model));
    return withExecutedTools(read, executedTools(answer));
  },
  serviceTier: servedTier,
  stopReason: (answer) => chatStopReason(answer),
};

/** `POST /v1/chat/completions`. */
export const chatCompletions: Wire = {
  format: "openai.chat_completions",
  operation: "chat",
  readRequest: (body) => {
    const json = parseRequestBody(body);
    const stream = streamOf(json);
    const included = includeUsageOf(json);
    return { model: modelOf(json), stream, usageRequested: !stream || included, json };
  },
  createMeter: ({ stream, ...options }) =>
    stream
      ? new StreamMeter(chatStream(), options)
      : new JsonMeter(chatAnswer, options.maxRetainedBytes),
  errorResponse: openaiErrorResponse,
  errorEvent: openaiErrorEvent,
  isStream: isEventStream,
  withModel: modelInBody,
};
