import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { AnswerError, AnswerErrorKind } from "../answer.ts";
import { kindOfStatus } from "../error-kinds.ts";
import type { WrittenError } from "../format.ts";

/** Google's status words and HTTP statuses (https://ai.google.dev/gemini-api/docs/troubleshooting, read 2026-11-28). */
const statuses: Readonly<Record<AnswerErrorKind, readonly [word: string, status: number]>> = {
  "invalid-request": ["INVALID_ARGUMENT", 400],
  authentication: ["UNAUTHENTICATED", 401],
  billing: ["FAILED_PRECONDITION", 400],
  permission: ["PERMISSION_DENIED", 403],
  "not-found": ["NOT_FOUND", 404],
  "too-large": ["INVALID_ARGUMENT", 400],
  "rate-limit": ["RESOURCE_EXHAUSTED", 429],
  timeout: ["DEADLINE_EXCEEDED", 504],
  overloaded: ["UNAVAILABLE", 503],
  server: ["INTERNAL", 500],
};

export function writeGeminiError(error: AnswerError, _status: number): WrittenError {
  const [word, status] = statuses[error.kind];
  return { status, body: { error: { code: status, message: error.message, status: word } } };
}

/** @param status `undefined` for an error within a stream, which carries its own */
export function readGeminiError(
  status: number | undefined,
  body: JsonObject | undefined,
): AnswerError {
  const error = objectOrAbsent(body?.error);
  const code = textOrAbsent(error?.status);
  const stated = status ?? (typeof error?.code === "number" ? error.code : 500);
  const kind = Object.entries(statuses).find(
    ([, [word]]) => word === code && code !== "INVALID_ARGUMENT",
  )?.[0];
  return {
    kind: kind === undefined ? kindOfStatus(stated) : (kind as AnswerErrorKind),
    message: textOrAbsent(error?.message) ?? "The provider gave no message.",
    ...(code !== undefined && { code }),
  };
}
