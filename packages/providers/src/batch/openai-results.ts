import { type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import { isRetryable } from "../retry.ts";
import type { BatchResult } from "./batch-api.ts";
import { jsonLines } from "./json-lines.ts";
import type { PlacedResult } from "./tell-apart.ts";

/** Faults of the provider's own, said without a status. */
const passing: ReadonlySet<string> = new Set([
  "server_error",
  "internal_error",
  "rate_limit_exceeded",
  "timeout",
  "request_timeout",
  "server_overloaded",
]);

/** Both files of a batch, one after the other. */
export async function* openaiResultsOf(
  fileIds: readonly string[],
  open: (id: string) => Promise<AsyncIterable<Buffer>>,
): AsyncGenerator<PlacedResult> {
  for (const id of fileIds) {
    for await (const read of jsonLines(await open(id))) {
      const { line } = read;
      yield { line, result: read.kind === "object" ? readOpenaiResult(read.value, line) : read };
    }
  }
}

/** A line of an output or an error file: `{custom_id, response: {status_code, request_id, body}, error}`. */
function readOpenaiResult(value: JsonObject, line: number): BatchResult {
  const customId = textOrAbsent(value.custom_id);
  if (customId === undefined) return { kind: "unreadable", line, reason: "it has no custom_id" };
  const error = objectOrAbsent(value.error);
  const response = objectOrAbsent(value.response);
  if (error?.code === "batch_expired") return { kind: "expired", customId };
  if (error?.code === "batch_cancelled") return { kind: "cancelled", customId };
  const status = response?.status_code;
  const body = objectOrAbsent(response?.body);
  if (typeof status !== "number" || body === undefined) {
    return error === undefined
      ? { kind: "unreadable", line, reason: "it has neither a response nor an error" }
      : failed(customId, error, typeof status === "number" ? status : undefined);
  }
  if (status >= 400) return failed(customId, objectOrAbsent(body.error) ?? error ?? {}, status);
  const requestId = textOrAbsent(response?.request_id);
  return {
    kind: "answered",
    customId,
    status,
    body,
    ...(requestId !== undefined && { requestId }),
  };
}

function failed(customId: string, error: JsonObject, status: number | undefined): BatchResult {
  const code = textOrAbsent(error.code) ?? textOrAbsent(error.type);
  return {
    kind: "failed",
    customId,
    ...(status !== undefined && { status }),
    code,
    message: textOrAbsent(error.message) ?? "no reason is stated",
    retryable: status === undefined ? code !== undefined && passing.has(code) : isRetryable(status),
  };
}
