import { isEventStream } from "../../event-stream.ts";
import { type JsonFormat, JsonMeter } from "../../json-meter.ts";
import { objectOrAbsent } from "../../json-values.ts";
import { modelInBody } from "../../model-in-body.ts";
import { parseRequestBody } from "../../request-body.ts";
import { modelOf } from "../../request-fields.ts";
import type { Wire } from "../../wire.ts";
import { openaiErrorEvent, openaiErrorResponse } from "../error-response.ts";
import { readEmbeddingsUsage } from "./usage.ts";

const embeddingsAnswer: JsonFormat = {
  members: new Set(["id", "model", "usage", "error"]),
  readUsage: (answer) => {
    const usage = objectOrAbsent(answer.usage);
    return usage === undefined ? undefined : readEmbeddingsUsage(usage);
  },
  serviceTier: () => undefined,
};

/** `POST /v1/embeddings`; never a stream. */
export const embeddings: Wire = {
  format: "openai.embeddings",
  operation: "embeddings",
  readRequest: (body) => {
    const json = parseRequestBody(body);
    return { model: modelOf(json), stream: false, usageRequested: true, json };
  },
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(embeddingsAnswer, maxRetainedBytes),
  errorResponse: openaiErrorResponse,
  errorEvent: openaiErrorEvent,
  isStream: isEventStream,
  withModel: modelInBody,
};
