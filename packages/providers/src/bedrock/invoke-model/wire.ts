import type { IncomingHttpHeaders } from "node:http";
import { type JsonFormat, JsonMeter } from "../../json-meter.ts";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { parseRequestBody } from "../../request-body.ts";
import type { Wire } from "../../wire.ts";
import { bedrockErrorEvent, bedrockErrorResponse } from "../error-response.ts";
import { isFrameStream } from "../event-frames.ts";
import { FrameMeter } from "../frame-meter.ts";
import { bedrockPath, modelInPath } from "../model-path.ts";
import { bedrockRequestId } from "../request-id.ts";
import { invokeServiceTier } from "../service-tier.ts";
import { invocationMetricsIn } from "./metrics.ts";
import { invokeModelStream } from "./stream.ts";
import { INVOCATION_METRICS, readInvokeModelUsage } from "./usage.ts";

const answerFormat = (headers: IncomingHttpHeaders): JsonFormat => {
  const rawUsage = (answer: JsonObject): JsonObject | undefined => {
    const usage = objectOrAbsent(answer.usage);
    const metrics = invocationMetricsIn(headers);
    if (usage === undefined && metrics === undefined) return undefined;
    return {
      ...(usage !== undefined && { usage }),
      ...(metrics !== undefined && { [INVOCATION_METRICS]: metrics }),
    };
  };
  return {
    members: new Set(["usage", "model", "error"]),
    // Some models answer with no object; the head tells their tokens all the same.
    anyJson: true,
    readUsage: (answer) => {
      const raw = rawUsage(answer);
      return raw === undefined ? undefined : readInvokeModelUsage(raw, textOrAbsent(answer.model));
    },
    rawUsage,
    serviceTier: () => invokeServiceTier(headers),
    responseId: () => bedrockRequestId(headers),
  };
};

const chat: Wire = {
  format: "bedrock.invoke_model",
  operation: "chat",
  readRequest: (body, path) => {
    const { model, stream } = bedrockPath(path);
    // "You must provide the body in JSON format" (`InvokeModelRequest` in @aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28).
    return { model, stream, usageRequested: true, json: parseRequestBody(body) };
  },
  createMeter: ({ stream, maxRetainedBytes, headers = {} }) =>
    stream
      ? new FrameMeter(invokeModelStream, maxRetainedBytes, {
          responseId: bedrockRequestId(headers),
          serviceTier: invokeServiceTier(headers),
        })
      : new JsonMeter(answerFormat(headers), maxRetainedBytes),
  errorResponse: bedrockErrorResponse,
  errorEvent: bedrockErrorEvent,
  isStream: isFrameStream,
  withModel: modelInPath,
};
const embeddings: Wire = { ...chat, operation: "embeddings" };

/**
 * `POST /bedrock/model/{modelId}/invoke` and `/invoke-with-response-stream`. The path does not say what a
 * model is for; the ids of all embedding models do (`amazon.titan-embed-text-v2:0`, `cohere.embed-v4:0`),
 * an application inference profile's does not.
 */
export const invokeModelWire = (model: string): Wire =>
  model.includes("embed") ? embeddings : chat;
