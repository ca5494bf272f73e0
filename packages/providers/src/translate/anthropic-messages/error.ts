import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { AnswerError, AnswerErrorKind } from "../answer.ts";
import { kindOfStatus } from "../error-kinds.ts";
import type { AnswerContext, WrittenError } from "../format.ts";

/** Anthropic's error types (https://platform.claude.com/docs/en/api/errors, read 2026-11-28). */
const types: Readonly<Record<AnswerErrorKind, string>> = {
  "invalid-request": "invalid_request_error",
  authentication: "authentication_error",
  billing: "billing_error",
  permission: "permission_error",
  "not-found": "not_found_error",
  "too-large": "request_too_large",
  "rate-limit": "rate_limit_error",
  timeout: "timeout_error",
  overloaded: "overloaded_error",
  server: "api_error",
};

export const writeMessagesError = (
  error: AnswerError,
  status: number,
  context: AnswerContext,
): WrittenError => ({
  status,
  body: {
    type: "error",
    error: { type: types[error.kind], message: error.message },
    request_id: context.callId,
  },
});

/** @param status `undefined` for an error within a stream, where only its type tells what it is */
export function readMessagesError(
  status: number | undefined,
  body: JsonObject | undefined,
): AnswerError {
  const error = objectOrAbsent(body?.error);
  const code = textOrAbsent(error?.type);
  return {
    kind: kindOfType(code) ?? (status === undefined ? "server" : kindOfStatus(status)),
    message: textOrAbsent(error?.message) ?? "The provider gave no message.",
    ...(code !== undefined && { code }),
  };
}

function kindOfType(type: string | undefined): AnswerErrorKind | undefined {
  for (const [kind, word] of Object.entries(types)) {
    if (word === type) return kind as AnswerErrorKind;
  }
  return undefined;
}
