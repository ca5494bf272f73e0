import type { JsonObject } from "../json-object.ts";
import type { AnswerHeaders } from "../server/answer.ts";

/** An invocation's tokens; the input excludes cached ones. */
export type InvokeTokens = Readonly<{
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}>;

/** Every answer of InvokeModel tells its tokens in headers, whatever the model's body says. */
export const countHeaders = (tokens: InvokeTokens): AnswerHeaders => ({
  "x-amzn-bedrock-invocation-latency": "100",
  "x-amzn-bedrock-input-token-count": String(tokens.input),
  "x-amzn-bedrock-output-token-count": String(tokens.output),
  ...(tokens.cacheRead + tokens.cacheWrite === 0
    ? {}
    : {
        "x-amzn-bedrock-cache-read-input-token-count": String(tokens.cacheRead),
        "x-amzn-bedrock-cache-write-input-token-count": String(tokens.cacheWrite),
      }),
});

/** The member that the last piece of every stream carries. */
export const invocationMetrics = (tokens: InvokeTokens): JsonObject => ({
  "amazon-bedrock-invocationMetrics": {
    inputTokenCount: tokens.input,
    outputTokenCount: tokens.output,
    invocationLatency: 100,
    firstByteLatency: 10,
    ...(tokens.cacheRead + tokens.cacheWrite === 0
      ? {}
      : {
          cacheReadInputTokenCount: tokens.cacheRead,
          cacheWriteInputTokenCount: tokens.cacheWrite,
        }),
  },
});
