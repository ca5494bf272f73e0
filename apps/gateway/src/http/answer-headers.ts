import type { IncomingHttpHeaders } from "node:http";
import { HEADGATE_HEADER_PREFIX } from "@headgate/contract";

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

const nothing: ReadonlySet<string> = new Set();

/** Headers as `writeHead` takes them fastest: names and values by turns. */
export type FlatHeaders = (string | string[])[];

/** The headers of a message that go on to the other side. */
export function answerHeaders(
  headers: IncomingHttpHeaders,
  leaveOut: ReadonlySet<string> = nothing,
): FlatHeaders {
  const passed: FlatHeaders = [];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || connectionHeaders.has(name) || leaveOut.has(name)) continue;
    // Headers of this name speak for this gateway only, not for another one behind it.
    if (name.startsWith(HEADGATE_HEADER_PREFIX)) continue;
    passed.push(name, value);
  }
  return passed;
}
