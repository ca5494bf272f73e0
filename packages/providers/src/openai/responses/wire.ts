import { isEventStream } from "../../event-stream.ts";
import { type JsonFormat, JsonMeter } from "../../json-meter.ts";
import { objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { modelInBody } from "../../model-in-body.ts";
import { parseRequestBody } from "../../request-body.ts";
import { modelOf, streamOf } from "../../request-fields.ts";
import { StreamMeter } from "../../stream-meter.ts";
import type { Wire } from "../../wire.ts";
import { openaiErrorEvent, openaiErrorResponse } from "../error-response.ts";
import { responsesStopReason } from "./stop-reason.ts";
import { responsesStream } from "./stream.ts";
import { readResponseObject } from "./usage.ts";

const responsesAnswer: JsonFormat = {
  members: new Set(["id", "model", "usage", "service_tier", "error"]),
  readUsage: (answer, complete) => {
    const usage = objectOrAbsent(answer.usage);
    if (usage === undefined) return undefined;
    const read = readResponseObject(answer, usage);
    if (complete) return read;
    const unread = "the answer was too large to look for tool calls that are billed apart";
    return { usage: read.usage, violations: [...read.violations, unread] };
  },
  serviceTier: (answer) => textOrAbsent(answer.service_tier),
  stopReason: responsesStopReason,
};

/** `POST /v1/responses`; its streams always report usage. */
export const responses: Wire = {
  format: "openai.responses",
  operation: "chat",
  readRequest: (body) => {
    const json = parseRequestBody(body);
    return { model: modelOf(json), stream: streamOf(json), usageRequested: true, json };
  },
  createMeter: ({ stream, ...options }) =>
    stream
      ? new StreamMeter(responsesStream(), options)
      : new JsonMeter(responsesAnswer, options.maxRetainedBytes),
  errorResponse: openaiErrorResponse,
  errorEvent: openaiErrorEvent,
  isStream: isEventStream,
  withModel: modelInBody,
};
