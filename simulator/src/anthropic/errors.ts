import { type AnswerHeaders, type JsonAnswer, RefusedRequest } from "../server/answer.ts";

/** An error in Anthropic's shape (https://platform.claude.com/docs/en/api/errors, read 2026-11-28). */
export const anthropicError = (
  requestId: string,
  status: number,
  error: Readonly<{ type: string; message: string }>,
  headers: AnswerHeaders = {},
): JsonAnswer => ({
  kind: "json",
  status,
  body: JSON.stringify({ type: "error", error, request_id: requestId }),
  headers,
});

/** A refusal with status 400. */
export const invalidRequest = (requestId: string, message: string): RefusedRequest =>
  new RefusedRequest(anthropicError(requestId, 400, { type: "invalid_request_error", message }));

export const notFound = (requestId: string, message: string): RefusedRequest =>
  new RefusedRequest(anthropicError(requestId, 404, { type: "not_found_error", message }));
