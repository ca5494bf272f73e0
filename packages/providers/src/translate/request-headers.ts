import type { IncomingHttpHeaders } from "node:http";

/** What concerns the client's format, its own provider or its library, and means nothing to another. */
const CLIENTS_OWN = /^(?:anthropic-|openai-|x-stainless-|x-amz|amz-sdk-|x-goog-|content-|accept$)/;

/** The headers of a client's request that go on to a provider of another format. */
export function translatedHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = { "content-type": "application/json" };
  for (const name in headers) {
    if (!CLIENTS_OWN.test(name)) kept[name] = headers[name];
  }
  return kept;
}
