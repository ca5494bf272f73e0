import { messages } from "../anthropic/messages/wire.ts";
import { geminiPath, modelInGeminiPath } from "../gemini/model-path.ts";
import { JsonMeter } from "../json-meter.ts";
import { parseRequestBody } from "../request-body.ts";
import { unbilledAnswer } from "../unbilled-answer.ts";
import type { Wire } from "../wire.ts";

/**
 * Claude on Vertex: Anthropic's messages with the model in the path and `anthropic_version` in the body
 * (https://docs.anthropic.com/de/api/claude-on-vertex-ai, read 2026-11-28). `streamRawPredict` answers with
 * Anthropic's own events, which was not looked up again.
 */
export const vertexClaude: Wire = {
  ...messages,
  format: "vertex.raw_predict",
  home: "vertex",
  readRequest: (body, path) => {
    const { model, operation } = geminiPath(path);
    const stream = operation === "streamRawPredict";
    return { model, stream, usageRequested: true, json: parseRequestBody(body) };
  },
  withModel: modelInGeminiPath,
};

/** `…/publishers/anthropic/models/count-tokens:rawPredict`; the body names the model, nothing is billed. */
export const vertexClaudeTokens: Wire = {
  ...vertexClaude,
  operation: "count_tokens",
  readRequest: (body) => ({
    model: undefined,
    stream: false,
    usageRequested: true,
    json: parseRequestBody(body),
  }),
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(unbilledAnswer, maxRetainedBytes),
};
