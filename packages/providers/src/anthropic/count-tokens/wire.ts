import { isEventStream } from "../../event-stream.ts";
import { JsonMeter } from "../../json-meter.ts";
import { modelInBody } from "../../model-in-body.ts";
import { parseRequestBody } from "../../request-body.ts";
import { modelOf } from "../../request-fields.ts";
import { unbilledAnswer } from "../../unbilled-answer.ts";
import type { Wire } from "../../wire.ts";
import { anthropicErrorEvent, anthropicErrorResponse } from "../error-response.ts";

/** `POST /v1/messages/count_tokens`: the answer tells the size of a prompt that was not run, so it is no usage. */
export const countTokens: Wire = {
  format: "anthropic.count_tokens",
  operation: "count_tokens",
  readRequest: (body) => {
    const json = parseRequestBody(body);
    return { model: modelOf(json), stream: false, usageRequested: true, json };
  },
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(unbilledAnswer, maxRetainedBytes),
  errorResponse: anthropicErrorResponse,
  errorEvent: anthropicErrorEvent,
  isStream: isEventStream,
  withModel: modelInBody,
};
