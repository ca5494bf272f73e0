import type { ServerResponse } from "node:http";
import { type HeadgateError, responseHeaders } from "@headgate/contract";
import type { Wire } from "@headgate/providers";

/** Answers with one of Headgate's own errors, in the shape of the format the client speaks. */
export function sendError(
  response: ServerResponse,
  wire: Wire,
  error: HeadgateError,
  callId: string,
  extraHeaders: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const { status, headers, body } = wire.errorResponse(error, callId);
  response.writeHead(status, {
    ...headers,
    ...extraHeaders,
    [responseHeaders.callId]: callId,
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
