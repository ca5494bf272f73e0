import type { HeadgateError } from "@headgate/contract";
import { errorHeaders, errorMessage, errorStatus } from "../error-headers.ts";
import type { WireErrorResponse } from "../wire.ts";

/**
 * Google's canonical status by HTTP status ("HTTP Mapping" in
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto, read 2026-11-28).
 */
function statusText(status: number): string {
  switch (status) {
    case 401:
      return "UNAUTHENTICATED";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "NOT_FOUND";
    case 409:
      return "ABORTED";
    case 429:
      return "RESOURCE_EXHAUSTED";
    case 408:
    case 504:
      return "DEADLINE_EXCEEDED";
    case 501:
      return "UNIMPLEMENTED";
    case 502:
    case 503:
      return "UNAVAILABLE";
    default:
      return status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
  }
}

/** An error of ours in Google's shape; the catalogue's code is the reason of its `ErrorInfo`. */
export function geminiErrorResponse(error: HeadgateError, callId: string): WireErrorResponse {
  const status = errorStatus(error);
  const { retry_after_ms: retryAfterMs } = error.details;
  const details: unknown[] = [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: error.code,
      domain: "headgate",
      metadata: { call_id: callId },
    },
  ];
  if (typeof retryAfterMs === "number") {
    details.push({
      "@type": "type.googleapis.com/google.rpc.RetryInfo",
      retryDelay: `${Math.max(0, Math.ceil(retryAfterMs / 1000))}s`,
    });
  }
  return {
    status,
    headers: errorHeaders(error, callId),
    body: JSON.stringify({
      error: { code: status, message: errorMessage(error), status: statusText(status), details },
    }),
  };
}

/** The same as the last event of a stream of server-sent events. */
export const geminiErrorEvent = (error: HeadgateError, callId: string): string =>
  `data: ${geminiErrorResponse(error, callId).body}\r\n\r\n`;

/** The same as the last element of a streamed array; its meter has left the place for it. */
export const geminiErrorElement = (error: HeadgateError, callId: string): string =>
  `${geminiErrorResponse(error, callId).body}\n]`;
