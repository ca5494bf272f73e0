import { type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import { isRetryable } from "../retry.ts";
import type { BatchResult } from "./batch-api.ts";
import { jsonLines } from "./json-lines.ts";
import type { PlacedResult } from "./tell-apart.ts";

export async function* bedrockResultsOf(body: AsyncIterable<Buffer>): AsyncGenerator<PlacedResult> {
  for await (const read of jsonLines(body)) {
    const { line } = read;
    yield { line, result: read.kind === "object" ? readBedrockResult(read.value, line) : read };
  }
}

/** A line of an output file: `{recordId, modelInput, modelOutput | error: {errorCode, errorMessage}}`. */
function readBedrockResult(value: JsonObject, line: number): BatchResult {
  const customId = textOrAbsent(value.recordId);
  if (customId === undefined) return { kind: "unreadable", line, reason: "it has no recordId" };
  const body = objectOrAbsent(value.modelOutput);
  if (body !== undefined) return { kind: "answered", customId, status: 200, body };
  const error = objectOrAbsent(value.error);
  if (error === undefined) {
    return { kind: "unreadable", line, reason: "it has neither an output nor an error" };
  }
  const status = typeof error.errorCode === "number" ? error.errorCode : undefined;
  return {
    kind: "failed",
    customId,
    ...(status !== undefined && { status }),
    code: textOrAbsent(error.errorCode),
    message: textOrAbsent(error.errorMessage) ?? "no reason is stated",
    retryable: status !== undefined && isRetryable(status),
  };
}
