import { type AnswerHeaders, type JsonAnswer, RefusedRequest } from "../server/answer.ts";

/**
 * An error in Bedrock's shape: the type in a header, the message in the body
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, read 2026-11-28 in a copy).
 */
export const bedrockError = (
  status: number,
  type: string,
  message: string,
  headers: AnswerHeaders = {},
): JsonAnswer => ({
  kind: "json",
  status,
  body: JSON.stringify({ message }),
  headers: { "x-amzn-errortype": type, ...headers },
});

/** A refusal with status 400. */
export const invalidRequest = (message: string): RefusedRequest =>
  new RefusedRequest(bedrockError(400, "ValidationException", message));
