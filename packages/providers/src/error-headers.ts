import { type HeadgateError, responseHeaders } from "@headgate/contract";

/** Failures outside a request have no status of their own; met inside one, they are ours. */
const FALLBACK_STATUS = 500;

export const errorStatus = (error: HeadgateError): number => {
  const { status } = error.entry;
  return status === undefined ? FALLBACK_STATUS : status;
};

/** What happened, then what to do about it. */
export const errorMessage = (error: HeadgateError): string =>
  `${error.message} ${error.entry.mend}`;

/** Headers that errors of every format carry. */
export function errorHeaders(error: HeadgateError, callId: string): Record<string, string> {
  const { allow, retry_after_ms: retryAfterMs } = error.details;
  return {
    "content-type": "application/json",
    [responseHeaders.error]: error.code,
    [responseHeaders.callId]: callId,
    ...(typeof allow === "string" && { allow }),
    ...(typeof retryAfterMs === "number" && {
      "retry-after": String(Math.max(0, Math.ceil(retryAfterMs / 1000))),
    }),
  };
}
