import type { IncomingHttpHeaders } from "node:http";
import { type JsonFormat, JsonMeter } from "../../json-meter.ts";
import { objectOrAbsent } from "../../json-values.ts";
import { parseRequestBody } from "../../request-body.ts";
import type { Wire } from "../../wire.ts";
import { bedrockErrorEvent, bedrockErrorResponse } from "../error-response.ts";
import { isFrameStream } from "../event-frames.ts";
import { FrameMeter } from "../frame-meter.ts";
import { bedrockPath, modelInPath } from "../model-path.ts";
import { bedrockRequestId } from "../request-id.ts";
import { converseServiceTier } from "../service-tier.ts";
import { converseStopReason } from "./stop-reason.ts";
import { converseStream } from "./stream.ts";
import { readConverseUsage } from "./usage.ts";

const answerFormat = (headers: IncomingHttpHeaders): JsonFormat => ({
  members: new Set(["usage", "serviceTier", "performanceConfig"]),
  readUsage: (answer) => {
    const usage = objectOrAbsent(answer.usage);
    return usage === undefined ? undefined : readConverseUsage(usage);
  },
  serviceTier: converseServiceTier,
  stopReason: converseStopReason,
  responseId: () => bedrockRequestId(headers),
});

/** `POST /bedrock/model/{modelId}/converse` and `/converse-stream`; both always report usage. */
export const converse: Wire = {
  format: "bedrock.converse",
  operation: "chat",
  readRequest: (body, path) => {
    const { model, stream } = bedrockPath(path);
    return { model, stream, usageRequested: true, json: parseRequestBody(body) };
  },
  createMeter: ({ stream, maxRetainedBytes, headers = {} }) =>
    stream
      ? new FrameMeter(converseStream, maxRetainedBytes, { responseId: bedrockRequestId(headers) })
      : new JsonMeter(answerFormat(headers), maxRetainedBytes),
  errorResponse: bedrockErrorResponse,
  errorEvent: bedrockErrorEvent,
  isStream: isFrameStream,
  withModel: modelInPath,
};
