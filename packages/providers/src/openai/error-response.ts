import type { HeadgateError } from "@headgate/contract";
import { errorHeaders, errorMessage, errorStatus } from "../error-headers.ts";
import type { WireErrorResponse } from "../wire.ts";

/** OpenAI's error types by status. */
function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 429) return "rate_limit_error";
  if (status >= 500) return "server_error";
  return "invalid_request_error";
}

/** An error of ours as the last event of an OpenAI stream. */
export const openaiErrorEvent = (error: HeadgateError, callId: string): string =>
  `data: ${openaiErrorResponse(error, callId).body}\n\n`;

/** An error of ours in OpenAI's shape. */
export function openaiErrorResponse(error: HeadgateError, callId: string): WireErrorResponse {
  const status = errorStatus(error);
  const { param } = error.details;
  return {
    status,
    headers: { ...errorHeaders(error, callId), "x-request-id": callId },
    body: JSON.stringify({
      error: {
        message: errorMessage(error),
        type: typeOf(status),
        param: typeof param === "string" ? param : null,
        code: error.code,
      },
    }),
  };
}
