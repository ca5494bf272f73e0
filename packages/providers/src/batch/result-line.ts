import { isJsonObject, type JsonObject, textOrAbsent } from "../json-values.ts";

/** What became of one request of a client's batch, in the client's format. */
export type LineResult =
  | Readonly<{ kind: "answered"; status: number; body: JsonObject; requestId: string }>
  /** No provider's answer: it could not be sent, or none came. */
  | Readonly<{ kind: "failed"; code: string; message: string; requestId: string }>
  | Readonly<{ kind: "expired" | "cancelled" }>;

const isSuccess = (result: LineResult): boolean =>
  result.kind === "answered" && result.status < 400;

/** Which of a batch's two files a line belongs into. */
export const openaiFileOf = (result: LineResult): "output" | "error" =>
  isSuccess(result) ? "output" : "error";

/**
 * A line of the output or error file of OpenAI's batches: `{id, custom_id, response, error}`
 * (https://docs.rs/openai-struct/latest/src/openai_struct/models/batch_request_output.rs.html; codes of expired and
 * cancelled ones: https://docs.rs/crate/openai-client-base/0.8.1/source/docs/BatchRequestOutputError.md; both read
 * 2026-11-29).
 */
export function openaiResultLine(id: string, customId: string, result: LineResult): JsonObject {
  const line = (response: JsonObject | null, error: JsonObject | null): JsonObject => ({
    id,
    custom_id: customId,
    response,
    error,
  });
  switch (result.kind) {
    case "answered": {
      const { status, requestId, body } = result;
      return line({ status_code: status, request_id: requestId, body }, null);
    }
    case "failed":
      return line(null, { code: result.code, message: result.message });
    case "expired":
      return line(null, {
        code: "batch_expired",
        message: "The request was not answered before the batch's window ended.",
      });
    case "cancelled":
      return line(null, {
        code: "batch_cancelled",
        message: "The batch was cancelled before this request was answered.",
      });
    default:
      return result satisfies never;
  }
}

/** How Anthropic counts a result. */
export function messageResultType(
  result: LineResult,
): "succeeded" | "errored" | "expired" | "canceled" {
  if (result.kind === "cancelled") return "canceled";
  if (result.kind === "expired") return "expired";
  return isSuccess(result) ? "succeeded" : "errored";
}

/**
 * A line of the results of Anthropic's message batches: `{custom_id, result}` (`MessageBatchIndividualResponse` in
 * https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-29).
 */
export function anthropicResultLine(customId: string, result: LineResult): JsonObject {
  const type = messageResultType(result);
  if (type === "succeeded" && result.kind === "answered") {
    return { custom_id: customId, result: { type, message: result.body } };
  }
  if (result.kind === "answered" || result.kind === "failed") {
    return { custom_id: customId, result: { type, error: errorOf(result) } };
  }
  return { custom_id: customId, result: { type } };
}

/** An error in Anthropic's shape: the provider's own, or ours in its words. */
function errorOf(result: Extract<LineResult, { kind: "answered" | "failed" }>): JsonObject {
  const { requestId } = result;
  if (result.kind === "answered") {
    const { body, status } = result;
    if (body.type === "error" && isJsonObject(body.error)) {
      return textOrAbsent(body.request_id) === undefined
        ? { ...body, request_id: requestId }
        : body;
    }
    const message = `The provider answered with HTTP ${status}.`;
    return { type: "error", error: { type: "api_error", message }, request_id: requestId };
  }
  const message = `${result.message} [${result.code}]`;
  return { type: "error", error: { type: "api_error", message }, request_id: requestId };
}
