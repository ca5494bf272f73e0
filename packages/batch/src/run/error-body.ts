import type { BatchResult } from "@headgate/providers";
import type { BatchItem, ItemResult } from "../item.ts";

type Failure = Extract<BatchResult, { kind: "answered" | "failed" }>;

/** The status of a failed line that states none: providers refuse lines as they refuse requests. */
const UNSTATED = 400;

/** A failure in the shape in which the client's own provider tells one, with the words of the provider that failed. */
export function errorBody(item: BatchItem, failure: Failure): ItemResult {
  const status = failure.status ?? UNSTATED;
  if (failure.kind === "answered" && item.format === item.target.format) {
    return { status, body: Buffer.from(JSON.stringify(failure.body)) };
  }
  const message =
    failure.kind === "failed"
      ? failure.message
      : `The provider answered with HTTP ${failure.status}: ${JSON.stringify(failure.body).slice(0, 500)}`;
  const code = failure.kind === "failed" ? (failure.code ?? null) : null;
  const body = item.format.startsWith("anthropic.")
    ? { type: "error", error: { type: code ?? "invalid_request_error", message } }
    : { error: { message, type: "invalid_request_error", param: null, code } };
  return { status, body: Buffer.from(JSON.stringify(body)) };
}
