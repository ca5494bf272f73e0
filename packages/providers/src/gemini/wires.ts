import type { IncomingHttpHeaders } from "node:http";
import { isEventStream } from "../event-stream.ts";
import { type JsonFormat, JsonMeter } from "../json-meter.ts";
import { objectOrAbsent, textOrAbsent } from "../json-values.ts";
import type { Meter } from "../meter.ts";
import { parseRequestBody } from "../request-body.ts";
import { unbilledAnswer } from "../unbilled-answer.ts";
import type { MeterOptions, Wire } from "../wire.ts";
import { geminiServiceTier, geminiStopReason } from "./answer-facts.ts";
import { geminiErrorElement, geminiErrorEvent, geminiErrorResponse } from "./error-response.ts";
import { Grounding } from "./grounding.ts";
import { modelInEmbeddings } from "./model-in-embeddings.ts";
import { geminiPath, modelInGeminiPath } from "./model-path.ts";
import { arrayElements, serverSentEvents } from "./stream-events.ts";
import { GeminiStreamMeter } from "./stream-meter.ts";
import { readGeminiUsage } from "./usage.ts";

const answer: JsonFormat = {
  members: new Set(["usageMetadata", "modelVersion", "responseId", "error"]),
  readUsage: (body, complete) => {
    const usage = objectOrAbsent(body.usageMetadata);
    if (usage === undefined) return undefined;
    const grounding = new Grounding();
    grounding.take(body);
    const read = grounding.addTo(readGeminiUsage(usage), textOrAbsent(body.modelVersion));
    if (complete) return read;
    const unread = "the answer was too large to look for searches that are billed apart";
    return { usage: read.usage, violations: [...read.violations, unread] };
  },
  rawUsage: ({ usageMetadata }) => objectOrAbsent(usageMetadata),
  responseId: ({ responseId }) => textOrAbsent(responseId),
  responseModel: ({ modelVersion }) => textOrAbsent(modelVersion),
  serviceTier: ({ usageMetadata }) => geminiServiceTier(objectOrAbsent(usageMetadata)),
  stopReason: (body) => geminiStopReason(body),
};

const isJson = (contentType: string): boolean => contentType.startsWith("application/json");
const contentTypeOf = (headers: IncomingHttpHeaders | undefined): string =>
  headers?.["content-type"] ?? "";

function streamMeter(
  { headers, maxRetainedBytes }: MeterOptions,
  otherwise: "sse" | "array",
): Meter {
  const type = contentTypeOf(headers);
  const isArray = type === "" ? otherwise === "array" : isJson(type);
  return new GeminiStreamMeter(isArray ? arrayElements() : serverSentEvents(), maxRetainedBytes);
}

/** `POST …/models/{model}:generateContent`; always reports usage. */
export const generateContent: Wire = {
  format: "gemini.generate_content",
  operation: "chat",
  home: "gemini",
  readRequest: (body, path) => ({
    model: geminiPath(path).model,
    stream: false,
    usageRequested: true,
    json: parseRequestBody(body),
  }),
  createMeter: (options) =>
    options.stream ? streamMeter(options, "sse") : new JsonMeter(answer, options.maxRetainedBytes),
  errorResponse: geminiErrorResponse,
  errorEvent: geminiErrorEvent,
  isStream: isEventStream,
  withModel: modelInGeminiPath,
};

const streamed: Wire["readRequest"] = (body, path) => ({
  ...generateContent.readRequest(body, path),
  stream: true,
});

/** `POST …/models/{model}:streamGenerateContent?alt=sse`. */
export const streamGenerateContent: Wire = { ...generateContent, readRequest: streamed };

/** The same without `alt=sse`: one JSON array that comes in pieces. */
export const streamGenerateContentArray: Wire = {
  ...generateContent,
  readRequest: streamed,
  createMeter: (options) =>
    options.stream
      ? streamMeter(options, "array")
      : new JsonMeter(answer, options.maxRetainedBytes),
  errorEvent: geminiErrorElement,
  isStream: (contentType) => isJson(contentType) || isEventStream(contentType),
};

/** `POST …/models/{model}:countTokens`; bills nothing. */
export const geminiCountTokens: Wire = {
  ...generateContent,
  format: "gemini.count_tokens",
  operation: "count_tokens",
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(unbilledAnswer, maxRetainedBytes),
};

/** `POST …/models/{model}:embedContent` and `:batchEmbedContents`; not all models report usage. */
export const embedContent: Wire = {
  ...generateContent,
  format: "gemini.embed_content",
  operation: "embeddings",
  withModel: modelInEmbeddings,
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(answer, maxRetainedBytes),
};

/** `GET …/models` and `GET …/models/{model}`. */
export const geminiModels: Wire = {
  ...geminiCountTokens,
  format: "gemini.models",
  operation: "list_models",
  readRequest: () => ({ model: undefined, stream: false, usageRequested: true, json: undefined }),
};
