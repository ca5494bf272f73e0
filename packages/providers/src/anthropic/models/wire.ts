import { isEventStream } from "../../event-stream.ts";
import { JsonMeter } from "../../json-meter.ts";
import { modelInBody } from "../../model-in-body.ts";
import { unbilledAnswer } from "../../unbilled-answer.ts";
import type { Wire } from "../../wire.ts";
import { anthropicErrorEvent, anthropicErrorResponse } from "../error-response.ts";

/** `GET /v1/models` and `GET /v1/models/{id}`, as Anthropic answers them. */
export const anthropicModels: Wire = {
  format: "anthropic.models",
  operation: "list_models",
  readRequest: () => ({ model: undefined, stream: false, usageRequested: true, json: undefined }),
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(unbilledAnswer, maxRetainedBytes),
  errorResponse: anthropicErrorResponse,
  errorEvent: anthropicErrorEvent,
  isStream: isEventStream,
  withModel: modelInBody,
};
