import { isEventStream } from "../../event-stream.ts";
import { type JsonFormat, JsonMeter } from "../../json-meter.ts";
import { objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { parseRequestBody } from "../../request-body.ts";
import type { MeterOptions, Wire } from "../../wire.ts";
import { ElementSplitter } from "../element-splitter.ts";
import { geminiErrorElement, geminiErrorEvent, geminiErrorResponse } from "../error-response.ts";
import { EventSplitter } from "../event-splitter.ts";
import { geminiPath, modelInGeminiPath } from "../model-path.ts";
import { geminiServiceTier } from "../service-tier.ts";
import { readGeminiUsage } from "../usage.ts";
import { GeminiStreamMeter } from "./stream-meter.ts";

/** Also of embeddings, whose usage has only a prompt. */
export const geminiAnswer: JsonFormat = {
  members: new Set(["usageMetadata", "modelVersion", "responseId", "error"]),
  readUsage: (answer) => {
    const usage = objectOrAbsent(answer.usageMetadata);
    return usage === undefined ? undefined : readGeminiUsage(usage);
  },
  serviceTier: geminiServiceTier,
  rawUsage: (answer) => objectOrAbsent(answer.usageMetadata),
  responseId: (answer) => textOrAbsent(answer.responseId),
  responseModel: (answer) => textOrAbsent(answer.modelVersion),
};

const jsonMeter = ({ maxRetainedBytes }: MeterOptions): JsonMeter =>
  new JsonMeter(geminiAnswer, maxRetainedBytes);

/** `POST /gemini/v1beta/models/{model}:generateContent`, and Vertex AI's form of the same. */
export const generateContent: Wire = {
  format: "gemini.generate_content",
  operation: "chat",
  readRequest: (body, path) => ({
    model: geminiPath(path).model,
    stream: false,
    usageRequested: true,
    json: parseRequestBody(body),
  }),
  createMeter: jsonMeter,
  errorResponse: geminiErrorResponse,
  errorEvent: geminiErrorEvent,
  isStream: () => false,
  withModel: modelInGeminiPath,
};

/** `…:streamGenerateContent?alt=sse`. */
export const streamGenerateContent: Wire = {
  ...generateContent,
  readRequest: (body, path) => ({ ...generateContent.readRequest(body, path), stream: true }),
  createMeter: (options) =>
    options.stream
      ? new GeminiStreamMeter(new EventSplitter(), options.maxRetainedBytes)
      : jsonMeter(options),
  isStream: isEventStream,
};

/** `…:streamGenerateContent` without `alt=sse`: the stream is a JSON array. */
export const streamGenerateContentArray: Wire = {
  ...streamGenerateContent,
  createMeter: ({ maxRetainedBytes }) =>
    new GeminiStreamMeter(new ElementSplitter(), maxRetainedBytes),
  isStream: (contentType) => contentType.startsWith("application/json"),
  errorEvent: geminiErrorElement,
};
