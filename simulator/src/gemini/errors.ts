import { type AnswerHeaders, type JsonAnswer, RefusedRequest } from "../server/answer.ts";

/** An error in Google's shape (https://google.aip.dev/193, not read again). */
export const googleError = (
  code: number,
  status: string,
  message: string,
  details: readonly unknown[] = [],
  headers: AnswerHeaders = {},
): JsonAnswer => ({
  kind: "json",
  status: code,
  body: JSON.stringify(
    { error: { code, message, status, ...(details.length > 0 && { details }) } },
    undefined,
    2,
  ),
  headers,
});

/** A refusal with status 400. */
export const invalidArgument = (message: string): RefusedRequest =>
  new RefusedRequest(googleError(400, "INVALID_ARGUMENT", message));
