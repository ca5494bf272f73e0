import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { AnswerError, AnswerErrorKind } from "../answer.ts";
import { kindOfStatus } from "../error-kinds.ts";
import type { WrittenError } from "../format.ts";

/** OpenAI's error types (https://platform.openai.com/docs/guides/error-codes, not read again). */
const types: Readonly<Record<AnswerErrorKind, string>> = {
  "invalid-request": "invalid_request_error",
  authentication: "authentication_error",
  billing: "insufficient_quota",
  permission: "permission_error",
  "not-found": "invalid_request_error",
  "too-large": "invalid_request_error",
  "rate-limit": "rate_limit_error",
  timeout: "server_error",
  overloaded: "server_error",
  server: "server_error",
};

export const writeChatError = (error: AnswerError, status: number): WrittenError => ({
  // Anthropic's 529 means nothing to others.
  status: error.kind === "overloaded" ? 503 : status,
  body: {
    error: {
      message: error.message,
      type: types[error.kind],
      param: null,
      code: error.code ?? null,
    },
  },
});

/** @param status `undefined` for an error within a stream, where only its type tells what it is */
export function readChatError(
  status: number | undefined,
  body: JsonObject | undefined,
): AnswerError {
  const error = objectOrAbsent(body?.error);
  const message =
    textOrAbsent(error?.message) ?? textOrAbsent(body?.error) ?? textOrAbsent(body?.message);
  const type = textOrAbsent(error?.type);
  const code = textOrAbsent(error?.code) ?? type;
  return {
    kind: status === undefined ? kindOfType(type) : kindOf(status, type),
    message: message ?? "The provider gave no message.",
    ...(code !== undefined && { code }),
  };
}

const kindOf = (status: number, type: string | undefined): AnswerErrorKind =>
  type === "insufficient_quota" ? "billing" : kindOfStatus(status);

function kindOfType(type: string | undefined): AnswerErrorKind {
  for (const [kind, word] of Object.entries(types)) {
    if (word === type) return kind as AnswerErrorKind;
  }
  return "server";
}
