import { type AnswerHeaders, type JsonAnswer, RefusedRequest } from "../server/answer.ts";

/** An error in Google's shape (https://google.aip.dev/193, read 2026-11-25). */
export const geminiError = (
  code: number,
  status: string,
  message: string,
  headers: AnswerHeaders = {},
): JsonAnswer => ({
  kind: "json",
  status: code,
  body: JSON.stringify({ error: { code, message, status } }, null, 2),
  headers,
});

/** A refusal with status 400. */
export const invalidArgument = (message: string): RefusedRequest =>
  new RefusedRequest(geminiError(400, "INVALID_ARGUMENT", message));
