import { isEventStream } from "../../event-stream.ts";
import { type JsonFormat, JsonMeter } from "../../json-meter.ts";
import { objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { modelInBody } from "../../model-in-body.ts";
import { parseRequestBody } from "../../request-body.ts";
import { modelOf, streamOf } from "../../request-fields.ts";
import { StreamMeter } from "../../stream-meter.ts";
import { readStop } from "../../translate/anthropic-messages/stop.ts";
import type { Wire } from "../../wire.ts";
import { anthropicErrorEvent, anthropicErrorResponse } from "../error-response.ts";
import { messagesStream } from "./stream.ts";
import { messagesServiceTier, readMessagesUsage } from "./usage.ts";

const message: JsonFormat = {
  members: new Set(["id", "model", "usage", "error"]),
  readUsage: (answer) => {
    const usage = objectOrAbsent(answer.usage);
    return usage === undefined ? undefined : readMessagesUsage(usage, textOrAbsent(answer.model));
  },
  serviceTier: (answer) => messagesServiceTier(objectOrAbsent(answer.usage)),
  stopReason: (answer) => readStop(answer)?.reason,
};

/** `POST /v1/messages`; its streams always report usage. */
export const messages: Wire = {
  format: "anthropic.messages",
  operation: "chat",
  readRequest: (body) => {
    const json = parseRequestBody(body);
    return { model: modelOf(json), stream: streamOf(json), usageRequested: true, json };
  },
  createMeter: ({ stream, ...options }) =>
    stream
      ? new StreamMeter(messagesStream, options)
      : new JsonMeter(message, options.maxRetainedBytes),
  errorResponse: anthropicErrorResponse,
  errorEvent: anthropicErrorEvent,
  isStream: isEventStream,
  withModel: modelInBody,
};
