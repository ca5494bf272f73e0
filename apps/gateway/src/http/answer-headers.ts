import type { IncomingHttpHeaders } from "node:http";

/** Headers that belong to one connection, not to the message (RFC 9110 §7.6.1). */
const connectionHeaders = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The headers of a provider's answer that go on to the client. */
export function answerHeaders(
  headers: IncomingHttpHeaders,
  leaveOut: ReadonlySet<string>,
): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || connectionHeaders.has(name) || leaveOut.has(name)) continue;
    passed[name] = value;
  }
  return passed;
}
