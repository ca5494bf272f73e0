import { type JsonObject, textOrAbsent } from "../../json-values.ts";
import type { AnswerError, AnswerErrorKind } from "../answer.ts";
import { kindOfStatus } from "../error-kinds.ts";
import type { WrittenError } from "../format.ts";
import { writeFrame } from "./frames.ts";

/**
 * Converse's exceptions and their statuses
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, as its clients
 * have them: https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28, where
 * InvokeModel and others throw `ServiceQuotaExceededException`, and Converse does not).
 */
const exceptions: Readonly<Record<AnswerErrorKind, readonly [name: string, status: number]>> = {
  "invalid-request": ["ValidationException", 400],
  authentication: ["AccessDeniedException", 403],
  billing: ["ServiceQuotaExceededException", 400],
  permission: ["AccessDeniedException", 403],
  "not-found": ["ResourceNotFoundException", 404],
  "too-large": ["ValidationException", 400],
  "rate-limit": ["ThrottlingException", 429],
  timeout: ["ModelTimeoutException", 408],
  overloaded: ["ServiceUnavailableException", 503],
  server: ["InternalServerException", 500],
};

/** Amazon's clients take the kind of error from a header. */
export function writeConverseError(error: AnswerError): WrittenError {
  const [name, status] = exceptions[error.kind];
  return { status, body: { message: error.message }, headers: { "x-amzn-errortype": name } };
}

export function readConverseError(status: number, body: JsonObject | undefined): AnswerError {
  const message = textOrAbsent(body?.message) ?? textOrAbsent(body?.Message);
  const code = textOrAbsent(body?.__type)?.split("#").at(-1);
  return {
    kind: code === "ServiceQuotaExceededException" ? "billing" : kindOfStatus(status),
    message: message ?? "The provider gave no message.",
    ...(code !== undefined && { code }),
  };
}

/** Names of events begin with a small letter. */
const eventName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The exceptions that a ConverseStream can end with (`ConverseStreamOutput`). */
const inStreams: ReadonlySet<string> = new Set([
  "ValidationException",
  "ThrottlingException",
  "ServiceUnavailableException",
  "InternalServerException",
]);

export function writeExceptionEvent(error: AnswerError): Buffer {
  const [name] = exceptions[error.kind];
  return writeFrame({
    type: eventName(inStreams.has(name) ? name : "InternalServerException"),
    isException: true,
    json: { message: error.message },
  });
}

export function readExceptionEvent(type: string, json: JsonObject): AnswerError {
  for (const [kind, [name]] of Object.entries(exceptions)) {
    if (eventName(name) === eventName(type)) {
      return { kind: kind as AnswerErrorKind, message: messageOf(json), code: type };
    }
  }
  return { kind: "server", message: messageOf(json), code: type };
}

const messageOf = (json: JsonObject): string =>
  textOrAbsent(json.message) ?? "The provider gave no message.";
