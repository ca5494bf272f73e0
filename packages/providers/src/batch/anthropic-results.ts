import { type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import { customIdOf } from "./anthropic-line-id.ts";
import type { BatchResult } from "./batch-api.ts";
import { jsonLines } from "./json-lines.ts";
import type { PlacedResult } from "./tell-apart.ts";

/**
 * Faults of the request itself and of the account; others pass
 * (`ErrorType` of https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-29).
 */
const lasting: ReadonlySet<string> = new Set([
  "invalid_request_error",
  "authentication_error",
  "billing_error",
  "permission_error",
  "not_found_error",
]);

export async function* anthropicResultsOf(
  body: AsyncIterable<Buffer>,
): AsyncGenerator<PlacedResult> {
  for await (const read of jsonLines(body)) {
    const { line } = read;
    yield { line, result: read.kind === "object" ? readAnthropicResult(read.value, line) : read };
  }
}

/** A line of results: `{custom_id, result: {type, message | error}}`. */
function readAnthropicResult(value: JsonObject, line: number): BatchResult {
  const wireId = textOrAbsent(value.custom_id);
  const customId = wireId === undefined ? undefined : customIdOf(wireId);
  const result = objectOrAbsent(value.result);
  if (customId === undefined) return { kind: "unreadable", line, reason: "it has no id of ours" };
  switch (result?.type) {
    case "succeeded": {
      const body = objectOrAbsent(result.message);
      return body === undefined
        ? { kind: "unreadable", line, reason: "it succeeded without a message" }
        : { kind: "answered", customId, status: 200, body };
    }
    case "errored":
      return failed(customId, objectOrAbsent(result.error));
    case "expired":
      return { kind: "expired", customId };
    case "canceled":
      return { kind: "cancelled", customId };
    default:
      return {
        kind: "unreadable",
        line,
        reason: `its result is of the type ${String(result?.type)}`,
      };
  }
}

/** The error stands in an error, as in the answer of a call. */
function failed(customId: string, outer: JsonObject | undefined): BatchResult {
  const error = objectOrAbsent(outer?.error) ?? outer;
  const code = textOrAbsent(error?.type);
  return {
    kind: "failed",
    customId,
    code,
    message: textOrAbsent(error?.message) ?? "no reason is stated",
    retryable: code !== undefined && !lasting.has(code),
  };
}
