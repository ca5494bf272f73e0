import type { HeadgateError } from "@headgate/contract";
import { errorHeaders, errorMessage, errorStatus } from "../error-headers.ts";
import type { WireErrorResponse } from "../wire.ts";

/** Anthropic's error types by status (https://platform.claude.com/docs/en/api/errors, read 2026-11-28). */
function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 413) return "request_too_large";
  if (status === 429) return "rate_limit_error";
  if (status === 503) return "overloaded_error";
  if (status >= 500) return "api_error";
  return "invalid_request_error";
}

/** An error of ours in Anthropic's shape, which has no place for a code: it stands at the message's end. */
export function anthropicErrorResponse(error: HeadgateError, callId: string): WireErrorResponse {
  const status = errorStatus(error);
  return {
    status,
    headers: { ...errorHeaders(error, callId), "request-id": callId },
    body: JSON.stringify({
      type: "error",
      error: { type: typeOf(status), message: `${errorMessage(error)} [${error.code}]` },
      request_id: callId,
    }),
  };
}

/** An error of ours as the last event of an Anthropic stream. */
export const anthropicErrorEvent = (error: HeadgateError, callId: string): string =>
  `event: error\ndata: ${anthropicErrorResponse(error, callId).body}\n\n`;
