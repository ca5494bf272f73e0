import { isEventStream } from "../../event-stream.ts";
import { JsonMeter } from "../../json-meter.ts";
import { modelInBody } from "../../model-in-body.ts";
import { unbilledAnswer } from "../../unbilled-answer.ts";
import type { Wire } from "../../wire.ts";
import { openaiErrorEvent, openaiErrorResponse } from "../error-response.ts";

/** `GET /v1/models` and `GET /v1/models/{id}`, as OpenAI answers them. */
export const openaiModels: Wire = {
  format: "openai.models",
  operation: "list_models",
  readRequest: () => ({ model: undefined, stream: false, usageRequested: true, json: undefined }),
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(unbilledAnswer, maxRetainedBytes),
  errorResponse: openaiErrorResponse,
  errorEvent: openaiErrorEvent,
  isStream: isEventStream,
  withModel: modelInBody,
};
