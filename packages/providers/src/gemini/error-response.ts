import type { HeadgateError } from "@headgate/contract";
import { errorHeaders, errorMessage, errorStatus } from "../error-headers.ts";
import type { WireErrorResponse } from "../wire.ts";

/** Google's status names by HTTP status (https://google.aip.dev/193 and google.rpc.Code, read 2026-11-25). */
function statusName(status: number): string {
  if (status === 401) return "UNAUTHENTICATED";
  if (status === 403) return "PERMISSION_DENIED";
  if (status === 404) return "NOT_FOUND";
  if (status === 408 || status === 504) return "DEADLINE_EXCEEDED";
  if (status === 405) return "UNIMPLEMENTED";
  if (status === 429) return "RESOURCE_EXHAUSTED";
  if (status === 502 || status === 503) return "UNAVAILABLE";
  return status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
}

const bodyFor = (error: HeadgateError): string => {
  const code = errorStatus(error);
  const details = [
    { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: error.code, domain: "headgate" },
  ];
  return JSON.stringify({
    error: { code, message: errorMessage(error), status: statusName(code), details },
  });
};

/** An error of ours in Google's shape, with the catalogue's code as the `reason` of its details. */
export const geminiErrorResponse = (error: HeadgateError, callId: string): WireErrorResponse => ({
  status: errorStatus(error),
  headers: errorHeaders(error, callId),
  body: bodyFor(error),
});

/** An error of ours as the last event of a stream of server-sent events. */
export const geminiErrorEvent = (error: HeadgateError): string => `data: ${bodyFor(error)}\n\n`;

/** An error of ours as the last element of a JSON array, whose separator has gone out before it. */
export const geminiErrorElement = (error: HeadgateError): string => `${bodyFor(error)}\n]`;
